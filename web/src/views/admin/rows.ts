// A list of rows is one tab stop: arrows, Home and End move along it, Enter opens the row.

import type { Attachment } from 'svelte/attachments'

const ROW = '[data-row]'

function step(rows: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const index = rows.indexOf(from)
  return { ArrowUp: rows[index - 1], ArrowDown: rows[index + 1], Home: rows[0], End: rows.at(-1) }[key]
}

/** For the list around what carries `data-row`: a button or a link, which Enter presses by itself. */
export const oneStop: Attachment<HTMLElement> = (list) => {
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(ROW)]

  /** Tab leads to the row that had the focus last, else to the one that is shown, else to the first. */
  function settle(stop?: HTMLElement): void {
    const all = rows()
    const at = stop ?? all.find((row) => row.tabIndex === 0 && row.hasAttribute('tabindex')) ?? all.find((row) => row.ariaCurrent) ?? all[0]
    for (const row of all) row.tabIndex = row === at ? 0 : -1
  }

  function keydown(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>(ROW)
    const next = row && !event.ctrlKey && !event.metaKey && !event.altKey && step(rows(), row, event.key)
    if (!next) return
    next.focus()
    event.preventDefault()
  }

  const focusin = ({ target }: FocusEvent): void => {
    const row = (target as HTMLElement).closest<HTMLElement>(ROW)
    if (row) settle(row)
  }

  settle()
  // Rows come and go with what is searched for.
  const watch = new MutationObserver(() => settle())
  watch.observe(list, { childList: true, subtree: true })
  list.addEventListener('keydown', keydown)
  list.addEventListener('focusin', focusin)
  return () => {
    watch.disconnect()
    list.removeEventListener('keydown', keydown)
    list.removeEventListener('focusin', focusin)
  }
}
