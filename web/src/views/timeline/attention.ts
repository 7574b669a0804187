// Which message the person means: the one under the mouse, the one that was tapped, the one the keyboard is at.

import type { Attachment } from 'svelte/attachments'

export type Attention = 'pointed' | 'left' | 'focused' | 'entered' | 'blurred'

/** Tells of the pointer and the focus coming to a message and leaving it. */
export const attention =
  (tell: (change: Attention) => void): Attachment<HTMLElement> =>
  (row) => {
    const heard = new AbortController()
    const on = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void): void =>
      row.addEventListener(type, hear, { signal: heard.signal })
    // A finger enters and leaves with every touch, also when it scrolls; only a tap that ends on the row means it.
    on('pointerenter', (event) => event.pointerType !== 'touch' && tell('pointed'))
    on('pointerleave', (event) => event.pointerType !== 'touch' && tell('left'))
    on('pointerup', (event) => event.pointerType === 'touch' && tell('pointed'))
    // A press with the mouse focuses too, but it is the keyboard that needs the bar to stay.
    on('focusin', (event) => tell((event.target as Element).matches(':focus-visible') ? 'focused' : 'entered'))
    on('focusout', (event) => {
      // A row that is taken out of the page loses the focus in the middle of an update, where nothing may be changed.
      if (!row.contains(event.relatedTarget as Element | null)) queueMicrotask(() => tell('blurred'))
    })
    return () => heard.abort()
  }
