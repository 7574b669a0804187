// A list as one stop of the Tab key: up and down go from row to row, left and right to what else a row can do.

const ROW = '[data-row]'

/** Each row holds its button first, then those for what a click does not say. */
export function rows(list: HTMLElement): () => void {
  const all = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(ROW)]
  const buttons = (row: Element | undefined): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>('button, a') ?? [])]

  /** Makes this, or the first, the one that Tab leads to. */
  function stop(at?: HTMLElement): void {
    const each = all().flatMap(buttons)
    const chosen = at && each.includes(at) ? at : (each.find((button) => button.tabIndex === 0) ?? each[0])
    for (const button of each) button.tabIndex = button === chosen ? 0 : -1
  }

  function key(event: KeyboardEvent): void {
    const from = document.activeElement as HTMLElement
    const row = from.closest<HTMLElement>(ROW)
    if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const each = all()
    const at = each.indexOf(row)
    const within = buttons(row)
    const beside = within.indexOf(from)
    const to: Record<string, HTMLElement | undefined> = {
      ArrowDown: buttons(each[at + 1])[beside] ?? buttons(each[at + 1])[0],
      ArrowUp: buttons(each[at - 1])[beside] ?? buttons(each[at - 1])[0],
      ArrowRight: within[beside + 1],
      ArrowLeft: within[beside - 1],
      Home: buttons(each[0])[0],
      End: buttons(each.at(-1))[0],
    }
    if (!(event.key in to)) return
    event.preventDefault()
    event.stopPropagation()
    to[event.key]?.focus()
  }

  const led = ({ target }: FocusEvent): void => stop(target as HTMLElement)
  const observer = new MutationObserver(() => stop())
  observer.observe(list, { childList: true, subtree: true })
  list.addEventListener('keydown', key)
  list.addEventListener('focusin', led)
  stop()
  return () => {
    observer.disconnect()
    list.removeEventListener('keydown', key)
    list.removeEventListener('focusin', led)
  }
}
