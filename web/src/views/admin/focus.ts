// Where the focus goes when what had it is gone.

import { tick } from 'svelte'

/** Does work that may take the focused control away. Then the heading of the dialog, or of the page, has the focus. */
export async function keepingFocus<T>(work: () => Promise<T>): Promise<T> {
  const done = await work()
  await tick()
  if (!document.activeElement || document.activeElement === document.body) {
    const heading = document.querySelector<HTMLElement>('dialog[open] h2') ?? document.querySelector<HTMLElement>('.admin h2')
    if (heading) heading.tabIndex = -1
    heading?.focus()
  }
  return done
}
