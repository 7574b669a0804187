// One key does what the bar does, while the message itself has the focus, and the keyboard led there.

import type { Attachment } from 'svelte/attachments'

import { led } from '../focus.ts'
import { KEYS, type Action } from './actions.ts'

export const shortcuts =
  (list: () => Action[]): Attachment<HTMLElement> =>
  (row) => {
    // The article around the row is what has the focus.
    const article = row.closest<HTMLElement>('[data-message]')
    if (!article) return
    const down = (event: KeyboardEvent): void => {
      if (event.target !== article || !led() || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const action = list().find(({ name }) => KEYS[name]?.toLowerCase() === event.key.toLowerCase())
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      action.run(article)
    }
    article.addEventListener('keydown', down)
    return () => article.removeEventListener('keydown', down)
  }
