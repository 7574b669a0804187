// What a paste or a drop brings.

export type Brought = { kind: 'files' } | { kind: 'link'; href: string } | { kind: 'text'; text: Promise<string> } | undefined

/** Whether there is more in it than plain text would say. */
export const isFormatted = (html: string): boolean => /<(?:b|strong|i|em|s|del|strike|a|ul|ol|li|pre|code|h[1-6]|table|blockquote)[\s>]|font-(?:weight|style):|line-through/i.test(html)

/** Nothing means: let the browser do what it does with plain text. */
export function brought(data: DataTransfer, selected: string): Brought {
  const plain = data.getData('text/plain')
  const html = data.getData('text/html')
  // A picture that is copied from a page comes with its address as text; only what has no words is a file.
  if (data.files.length && !plain.trim()) return { kind: 'files' }
  if (selected.trim() && !selected.includes('\n') && /^https?:\/\/\S+$/.test(plain.trim())) return { kind: 'link', href: plain.trim() }
  if (!html || !isFormatted(html)) return undefined
  // Its reader is loaded when it is needed; where it can't be, the words are pasted without their form.
  return { kind: 'text', text: import('../../text/pasted.ts').then(({ fromClipboard }) => fromClipboard(html) || plain, () => plain) }
}
