// F6 goes from pane to pane: the list, the middle, what stands beside it.

/** The panes, and where the focus goes in each: the first of these that is there. */
const PANES: [string, string][] = [
  ['.list', 'nav a[aria-current], nav a, nav button'],
  ['#channel', 'footer textarea, footer [contenteditable], [data-message][tabindex="0"], input, button'],
  ['#thread, #side', 'footer textarea, footer [contenteditable], button, a, input'],
]

const visible = (element: Element): boolean => element.getClientRects().length > 0

/** Focuses the next pane that is on the page, or the one before. */
export function nextPane(by: 1 | -1): void {
  const panes = PANES.flatMap(([pane, inside]) => {
    const found = document.querySelector(pane)
    return found && visible(found) ? [{ found, inside }] : []
  })
  const at = panes.findIndex(({ found }) => found.contains(document.activeElement))
  const next = panes[(Math.max(at, by > 0 ? -1 : 0) + by + panes.length) % panes.length]
  const wanted = next?.inside.split(', ').flatMap((selector) => [...next.found.querySelectorAll<HTMLElement>(selector)].filter(visible))
  wanted?.[0]?.focus()
}
