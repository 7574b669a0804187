// Where the focus goes when the entry that has it leaves the list.

import { tick } from 'svelte'

/** Calls `leave`, which takes the entry around `from` away, and moves the focus to the same control of the next one. */
export async function leaving(from: HTMLElement, leave: () => unknown): Promise<void> {
  const card = from.closest<HTMLElement>('[data-card]')
  const pane = card?.closest('section')
  const cards = [...(pane?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
  const index = card ? cards.indexOf(card) : -1
  const next = cards[index + 1] ?? cards[index - 1]
  const label = from.getAttribute('aria-label') ?? from.textContent
  const had = card?.contains(document.activeElement)
  const done = leave()
  await tick()
  // What is not taken away at once waits for the server's word.
  if (card?.isConnected) {
    await done
    await tick()
  }
  if (!had || card?.isConnected) return
  const twin = [...(next?.querySelectorAll<HTMLElement>('button') ?? [])].find((button) => (button.getAttribute('aria-label') ?? button.textContent) === label)
  ;(twin ?? pane?.querySelector<HTMLElement>('h2'))?.focus()
}
