// Lets a text field grow with its text.

import type { Attachment } from 'svelte/attachments'

/** Lets the field be as high as its text, up to what its style allows. */
export const grow =
  (text: () => string): Attachment<HTMLTextAreaElement> =>
  (field) => {
    text()
    const around = field.parentElement?.style
    // While the field is measured nothing around it may move: a list above would lose its place.
    around?.setProperty('min-height', `${field.parentElement?.offsetHeight ?? 0}px`)
    field.style.setProperty('height', 'auto')
    // The border is part of the height, but not of what would scroll.
    field.style.setProperty('height', `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`)
    around?.removeProperty('min-height')
  }
