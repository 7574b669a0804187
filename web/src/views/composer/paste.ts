// What a paste or a drop brings.

import { fromClipboard, isFormatted } from '../../text/pasted.ts'

export type Brought = { kind: 'files' } | { kind: 'link'; href: string } | { kind: 'text'; text: string } | undefined

/** Nothing means: let the browser do what it does with plain text. */
export function brought(data: DataTransfer, selected: string): Brought {
  const plain = data.getData('text/plain')
  const html = data.getData('text/html')
  // A picture that is copied from a page comes with its address as text; only what has no words is a file.
  if (data.files.length && !plain.trim()) return { kind: 'files' }
  if (selected.trim() && !selected.includes('\n') && /^https?:\/\/\S+$/.test(plain.trim())) return { kind: 'link', href: plain.trim() }
  if (!html || !isFormatted(html)) return undefined
  const text = fromClipboard(html)
  return text ? { kind: 'text', text } : undefined
}
