// How arrows move in the picker's grid.

import type { Attachment } from 'svelte/attachments'

/** Arrow keys in a grid of buttons that wraps as the width says. It is one tab stop, where one was last. */
export const gridKey: Attachment<HTMLElement> = (grid) => {
  const stop = ({ target }: FocusEvent): void => {
    for (const other of grid.querySelectorAll<HTMLElement>('[tabindex="0"]')) other.tabIndex = -1
    if (target instanceof HTMLElement) target.tabIndex = 0
  }
  const down = (event: KeyboardEvent): void => {
    const buttons = [...grid.querySelectorAll('button')]
    const index = buttons.indexOf(event.target as HTMLButtonElement)
    if (index < 0) return
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1, ArrowUp: vertical(buttons, index, -1), ArrowDown: vertical(buttons, index, 1) }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const target = buttons[next]
    if (target) target.focus()
    else if (event.key === 'ArrowUp') grid.parentElement?.querySelector('input')?.focus()
  }
  grid.addEventListener('keydown', down)
  grid.addEventListener('focusin', stop)
  return () => {
    grid.removeEventListener('keydown', down)
    grid.removeEventListener('focusin', stop)
  }
}

/** The button above or below, by where they stand. */
function vertical(buttons: HTMLElement[], index: number, way: 1 | -1): number {
  const from = buttons[index]?.getBoundingClientRect()
  if (!from) return -1
  for (let next = index + way; next >= 0 && next < buttons.length; next += way) {
    const rect = buttons[next]?.getBoundingClientRect()
    if (rect && rect.top !== from.top && (way > 0 ? rect.left >= from.left : rect.left <= from.left)) return next
  }
  return -1
}
