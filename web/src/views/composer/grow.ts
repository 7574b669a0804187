// Lets a text field grow with its text.

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
