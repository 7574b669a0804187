// A list as one stop of the Tab key: up and down, Home and End go from row to row, left and right to what else a row can do.
// Enter presses what has the focus by itself.

import type { Attachment } from 'svelte/attachments'

const ROW = '[data-row]'
const BUTTON = 'button, a'

/** What of a row takes the focus: itself, or its button first and then those for what a click does not say. */
const buttons = (row: Element | undefined): HTMLElement[] =>
  row?.matches(BUTTON) ? [row as HTMLElement] : [...(row?.querySelectorAll<HTMLElement>(BUTTON) ?? [])]

/** For the list around what carries `data-row`. */
export const oneStop: Attachment<HTMLElement> = (list) => {
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(ROW)]

  /** Tab leads to this, else to what had the focus last, else to the row that is shown, else to the first. */
  function settle(stop?: HTMLElement): void {
    const all = rows().flatMap(buttons)
    const had = all.find((button) => button.getAttribute('tabindex') === '0')
    const at = stop && all.includes(stop) ? stop : (had ?? all.find((button) => button.ariaCurrent) ?? all[0])
    for (const button of all) button.tabIndex = button === at ? 0 : -1
  }

  function keydown(event: KeyboardEvent): void {
    const from = event.target as HTMLElement
    const row = from.closest<HTMLElement>(ROW)
    if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const all = rows()
    const at = all.indexOf(row)
    const within = buttons(row)
    const beside = within.indexOf(from)
    const like = (other: Element | undefined): HTMLElement | undefined => buttons(other)[beside] ?? buttons(other)[0]
    const to: Record<string, HTMLElement | undefined> = {
      ArrowDown: like(all[at + 1]),
      ArrowUp: like(all[at - 1]),
      ArrowRight: within[beside + 1],
      ArrowLeft: within[beside - 1],
      Home: buttons(all[0])[0],
      End: buttons(all.at(-1))[0],
    }
    if (!(event.key in to)) return
    event.preventDefault()
    event.stopPropagation()
    to[event.key]?.focus()
  }

  const focusin = ({ target }: FocusEvent): void => settle(target as HTMLElement)

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
