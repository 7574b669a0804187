// Reading Block Kit's loose shapes safely: anything may be missing or of another type.

import type { Block } from '../../api/types.ts'

/** Blocks the page has a form for. */
export const KNOWN = new Set(['rich_text', 'header', 'divider', 'section', 'context', 'actions', 'image'])

export interface TextObject {
  type: string
  text: string
}

/** A text object, when it is one. */
export function textOf(value: unknown): TextObject | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { type, text } = value as Record<string, unknown>
  return typeof text === 'string' && typeof type === 'string' ? { type, text } : undefined
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const elementsOf = (block: Block): unknown[] => list(block['elements'])
export const fieldsOf = (block: Block): unknown[] => list(block['fields'])

/** What a block of an unknown kind has to say in words. */
export function blockText(block: Block): string {
  const { text } = block
  if (typeof text === 'string') return text
  return textOf(text)?.text ?? textOf(block['title'])?.text ?? (typeof block['fallback'] === 'string' ? block['fallback'] : '')
}

/** The face of an interactive element: its own text, its placeholder, or what is chosen in it. */
export function face(element: Record<string, unknown>): string {
  const chosen = element['initial_option'] as Record<string, unknown> | undefined
  return (
    textOf(element['text'])?.text ??
    textOf(chosen?.['text'])?.text ??
    textOf(element['placeholder'])?.text ??
    (typeof element['initial_date'] === 'string' ? element['initial_date'] : undefined) ??
    '⋯'
  )
}
