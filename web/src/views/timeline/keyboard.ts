// The timeline is one tab stop. Arrows move between messages, Enter goes into one, Escape comes back out.

import type { Attachment } from 'svelte/attachments'

import { compose, led } from '../focus.ts'

const MESSAGE = '[data-message]'
const INSIDE = 'button:not(:disabled, [tabindex="-1"]), a[href], textarea, input'

function step(list: HTMLElement, from: HTMLElement, key: string): HTMLElement | undefined {
  const rows = [...list.querySelectorAll<HTMLElement>(MESSAGE)]
  const index = rows.indexOf(from)
  switch (key) {
    case 'ArrowUp':
      return rows[index - 1]
    case 'ArrowDown':
      return rows[index + 1]
    case 'Home':
      return rows[0]
    case 'End':
      return rows.at(-1)
    default:
      return undefined
  }
}

/** Handles keys on the list; `onmove` hears which message is current. */
export const keyboard =
  (onmove: (key: string) => void): Attachment<HTMLElement> =>
  (list) => {
    const down = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement
      const row = target.closest<HTMLElement>(MESSAGE)
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return
      if (target !== row) {
        // A dialog that is open inside a message has an Escape of its own, and so has the field it is edited in.
        if (event.key !== 'Escape' || target.closest('dialog, [data-compose]')) return
        if (led()) row.focus()
        else compose(row)
        return
      }
      const next = step(list, row, event.key)
      if (next) {
        onmove(next.dataset['message'] ?? '')
        next.focus()
        next.scrollIntoView({ block: 'nearest' })
      } else if (event.key === 'Enter') {
        const toolbar = row.querySelector<HTMLElement>('[role="toolbar"] button')
        ;(toolbar ?? row.querySelector<HTMLElement>(INSIDE))?.focus()
      } else {
        return
      }
      event.preventDefault()
    }
    list.addEventListener('keydown', down)
    return () => list.removeEventListener('keydown', down)
  }
