// A list as one stop of the Tab key: up and down, Home and End go from row to row, left and right to what else a row can do.
// Enter presses what has the focus by itself. A click beside all that opens what the row is about, as a click on its name does.

import type { Attachment } from 'svelte/attachments'

const ROW = '[data-row]'
const BUTTON = 'button, a'
/** What opens the thing a row is about, where the row is wider than that. */
const OPENS = '[data-open]'
/** What stands in a row and has keys of its own: messages, and what is being written. */
const OWN = '[data-message], form'
/** What a click on it is for itself, be it that it does nothing now. */
const CONTROL = 'a, button, input, textarea, select, label, summary, video, audio, dialog, form, [role="button"], [popover]'

/** What of a row takes the focus: itself, or what opens it first and then the buttons for what a click does not say. */
function buttons(row: Element | undefined): HTMLElement[] {
  if (row?.matches(BUTTON)) return [row as HTMLElement]
  const all = [...(row?.querySelectorAll<HTMLElement>(BUTTON) ?? [])].filter((button) => !button.closest(OWN))
  return all.sort((a, b) => Number(b.matches(OPENS)) - Number(a.matches(OPENS)))
}

/** What a click opens that hit no control and marked no words. */
function opener(target: Element): HTMLElement | undefined {
  const row = target.closest(ROW)
  if (!row || target.closest(CONTROL) || document.getSelection()?.isCollapsed === false) return undefined
  return row.querySelector<HTMLElement>(OPENS) ?? undefined
}

/** For the list around what carries `data-row`. */
export const oneStop: Attachment<HTMLElement> = (list) => {
  /** Those with something to press. */
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(ROW)].filter((row) => buttons(row).length)

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
    if (beside < 0) return
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

  /** The same click on what opens the row, with its keys: another tab where a link would open in one. */
  function click(event: MouseEvent): void {
    if (event.defaultPrevented || !(event.target instanceof Element)) return
    opener(event.target)?.dispatchEvent(new MouseEvent('click', event))
  }

  settle()
  // Rows come and go with what is searched for.
  const watch = new MutationObserver(() => settle())
  watch.observe(list, { childList: true, subtree: true })
  list.addEventListener('keydown', keydown)
  list.addEventListener('focusin', focusin)
  list.addEventListener('click', click)
  return () => {
    watch.disconnect()
    list.removeEventListener('keydown', keydown)
    list.removeEventListener('focusin', focusin)
    list.removeEventListener('click', click)
  }
}
