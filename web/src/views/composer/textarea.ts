// Small helpers on a text field: growing with its text, and putting marks around what is selected.

import type { Attachment } from 'svelte/attachments'

/** Lets the field be as high as its text, up to what its style allows. */
export const grow =
  (text: () => string): Attachment<HTMLTextAreaElement> =>
  (field) => {
    text()
    field.style.setProperty('height', 'auto')
    // The border is part of the height, but not of what would scroll.
    field.style.setProperty('height', `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`)
  }

/** Puts `mark` around the selection, or takes it away when it is there; gives the new text and selection. */
export function wrap(text: string, start: number, end: number, mark: string): { text: string; start: number; end: number } {
  const size = mark.length
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
    return { text: text.slice(0, start - size) + text.slice(start, end) + text.slice(end + size), start: start - size, end: end - size }
  }
  return { text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end), start: start + size, end: end + size }
}
