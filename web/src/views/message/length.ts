// Whether something is so long that it is cut at first. Told from the text, so that nothing moves once it is shown.

import type { Attachment, Message } from '../../api/types.ts'
import { list } from '../blocks/read.ts'

/** Rows of about this many signs are counted. */
const ROW = 100
/** More rows than this are cut; what is cut stays at about half of it. */
const ROWS_MAX = 32
/** Attachments stand beside the message, so they are cut earlier. */
const ATTACHED_MAX = 16

const rowsIn = (text: string): number => text.split('\n').reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / ROW)), 0)

/** All that blocks say, wherever it stands in them; every block takes a row of its own. */
function said(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  if (Array.isArray(value)) return value.map(said).join('')
  return Object.entries(value)
    .map(([name, inner]) => (typeof inner === 'string' && (name === 'text' || name === 'url') ? inner : said(inner)))
    .join('')
}

const rowsInBlocks = (blocks: unknown[]): number => blocks.reduce<number>((sum, block) => sum + 1 + rowsIn(said(block)), 0)

export const isLong = (message: Message): boolean =>
  (list(message.blocks).length ? rowsInBlocks(list(message.blocks)) : rowsIn(message.text ?? '')) > ROWS_MAX

/** Of a text that stands beside the message, as an attachment does. */
export const isLongText = (text: string): boolean => rowsIn(text) > ATTACHED_MAX

export function isLongAttachment(attachment: Attachment): boolean {
  const fields = (attachment.fields ?? []).reduce((sum, field) => sum + (1 + rowsIn(String(field.value ?? ''))) / (field.short ? 2 : 1), 0)
  return fields + (attachment.blocks?.length ? rowsInBlocks(attachment.blocks) : rowsIn(attachment.text ?? '')) > ATTACHED_MAX
}
