// Reading Block Kit's loose shapes safely: anything may be missing or of another type.

import type { Block } from '../../api/types.ts'
import { EMOJI_NAME } from '../../text/emoji-names.ts'
import { parse } from '../../text/mrkdwn.ts'
import { rich } from '../../text/rich.ts'
import { text, type Node } from '../../text/tree.ts'

const EMOJI = new RegExp(`(:${EMOJI_NAME}:(?::skin-tone-[2-6]:)?)`, 'iu')

export type Loose = Record<string, unknown>

export const loose = (value: unknown): Loose => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {})
export const str = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export interface TextObject {
  type: string
  text: string
}

/** A text object, when it is one. */
export function textOf(value: unknown): TextObject | undefined {
  const { type, text } = loose(value)
  return typeof text === 'string' && typeof type === 'string' ? { type, text } : undefined
}

/** The words of a text object, without marks. */
export const words = (value: unknown): string => textOf(value)?.text ?? str(value)

/** Whatever says something in a block, as a tree: a text object, a rich text, a cell of a table, or bare words. */
export function nodesOf(value: unknown): Node[] {
  const { type } = loose(value)
  if (type === 'rich_text') return rich(value as Block)
  const said = words(value) || (type === 'raw_number' ? str(loose(value)['value']) : '')
  if (type === 'mrkdwn') return parse(said)
  // Emoji have a meaning in plain text too; nothing else has.
  return said.split(EMOJI).flatMap((part, index) => (index % 2 ? parse(part, { marks: false }) : rowsOf(part)))
}

const rowsOf = (said: string): Node[] => said.split('\n').flatMap((row, index): Node[] => [...(index ? [{ t: 'break' } as Node] : []), ...(row ? [text(row)] : [])])

/** What a block of an unknown kind has to say in words. */
export function blockText(block: Block): string {
  const { text } = block
  if (typeof text === 'string') return text
  return textOf(text)?.text ?? textOf(block['title'])?.text ?? (typeof block['fallback'] === 'string' ? block['fallback'] : '')
}

export interface Option {
  label: string
  description: string
  value: string
}

export const optionOf = (value: unknown): Option => {
  const option = loose(value)
  return { label: words(option['text']), description: words(option['description']), value: str(option['value']) }
}

/** The options of a menu, those of its groups included. */
export const optionsOf = (element: Loose): Option[] =>
  [...list(element['options']), ...list(element['option_groups']).flatMap((group) => list(loose(group)['options']))].map(optionOf)

/** What of a set of options is chosen from the start. */
export const chosenOf = (element: Loose): Set<string> =>
  new Set([...list(element['initial_options']), element['initial_option']].filter(Boolean).map((option) => optionOf(option).value))

/** Only a colour becomes a colour: `#rgb`, `#rrggbb`, or a word of Slack's. */
export function colour(value: unknown): string | undefined {
  const said = str(value)
  const named: Record<string, string> = { good: '#2e8b57', warning: '#c98a00', danger: '#c4372c' }
  if (Object.hasOwn(named, said)) return named[said]
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(said)
  return hex ? `#${hex[1]}` : undefined
}
