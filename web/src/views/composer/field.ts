// What the composer asks of the field one writes in, be it plain or rich.

import type { Format } from './editing.ts'

/** Where the cursor is, as signs of the typed text, and whether the field has the focus. */
export interface Held {
  start: number
  end: number
  focused: boolean
  /** A composition is going on: nothing may be moved now. */
  composing: boolean
}

export interface Field {
  held: () => Held
  /** Goes on where another field was. */
  resume: (held: Held) => void
  /** `end` puts the cursor behind all that stands there. */
  focus: (end?: boolean) => void
  /** What stands in the line before the cursor, for names that are being typed. */
  before: () => string
  /** Puts a text in place of the last signs before the cursor. */
  complete: (signs: number, insert: string) => void
  /** Puts a text where the cursor is, in place of what is selected. */
  insert: (text: string) => void
  selected: () => string
  format: (kind: Format) => void
  link: (label: string, href: string) => void
}

export interface FieldProps {
  /** The text as it is typed, marks and names included. */
  text: string
  label: string
  /** Attributes that tie the field to the list of names and to its hint. */
  described: { hint?: string; list?: string; option?: string }
  onchange: (text: string) => void
  /** Says whether the key was used. */
  onkey: (event: KeyboardEvent) => boolean
  onmove: () => void
  onfiles: () => void
}
