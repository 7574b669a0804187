// Keys that work everywhere on the page.

import { readEverything } from '../../commands/unreads.ts'
import { nav } from '../nav.svelte.ts'
import { ui } from '../ui.svelte.ts'

/** With Ctrl or ⌘ and Shift, as in Slack. */
const WITH_SHIFT: Record<string, () => void> = {
  a: () => nav.go({ view: 'unreads' }),
  m: () => nav.go({ view: 'mentions' }),
  s: () => nav.go({ view: 'saved' }),
  k: () => (ui.dialog = { name: 'write' }),
}

const WITH_CONTROL: Record<string, () => void> = {
  k: () => (ui.dialog = { name: 'jump' }),
}

export function pageKey(event: KeyboardEvent): void {
  if (event.altKey || event.defaultPrevented) return
  const control = event.ctrlKey || event.metaKey
  const act = control
    ? (event.shiftKey ? WITH_SHIFT : WITH_CONTROL)[event.key.toLowerCase()]
    : event.key === 'Escape' && event.shiftKey
      ? () => void readEverything()
      : undefined
  if (!act) return
  event.preventDefault()
  act()
}
