// A colour that a message names, set through the style object: the policy allows no inline style, and no colour reaches a
// style sheet as text.

import type { Attachment } from 'svelte/attachments'

import { colour } from './read.ts'

/** Sets one property to the colour, or leaves it to the style sheet when it is none. */
export const paint =
  (property: 'background-color' | 'border-inline-start-color', value: unknown): Attachment<HTMLElement> =>
  (node) => {
    const found = colour(value)
    if (found) node.style.setProperty(property, found)
    else node.style.removeProperty(property)
  }
