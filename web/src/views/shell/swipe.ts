// A finger that comes in from the left edge takes the pane away: back to what was before it.

import type { Attachment } from 'svelte/attachments'

/** How near to the edge the finger sets down. */
const EDGE_PX = 28
/** How far it goes before letting go means back. */
const FAR_PX = 90

/** `pane` is what moves along, `back` what happens. Where motion is not wanted nothing moves, and back is still back. */
export const swipe =
  (pane: () => HTMLElement | undefined, back: () => void): Attachment<HTMLElement> =>
  (shell) => {
    const heard = new AbortController()
    const still = matchMedia('(prefers-reduced-motion: reduce)')
    let from: { x: number; y: number } | undefined
    let moving: HTMLElement | undefined

    const let_go = (): void => {
      moving?.style.removeProperty('transform')
      from = moving = undefined
    }
    const start = (event: TouchEvent): void => {
      const touch = event.touches[0]
      from = touch && event.touches.length === 1 && touch.clientX <= EDGE_PX ? { x: touch.clientX, y: touch.clientY } : undefined
      moving = from && pane()
    }
    const move = (event: TouchEvent): void => {
      const touch = event.touches[0]
      if (!from || !touch) return
      const [across, down] = [touch.clientX - from.x, Math.abs(touch.clientY - from.y)]
      // Who moves down first scrolls.
      if (down > Math.max(24, across)) return let_go()
      if (!still.matches && moving) moving.style.transform = `translateX(${Math.max(0, across)}px)`
    }
    const end = (event: TouchEvent): void => {
      const touch = event.changedTouches[0]
      const far = moving && from && touch && touch.clientX - from.x > FAR_PX
      let_go()
      if (far) back()
    }
    shell.addEventListener('touchstart', start, { passive: true, signal: heard.signal })
    shell.addEventListener('touchmove', move, { passive: true, signal: heard.signal })
    shell.addEventListener('touchend', end, { passive: true, signal: heard.signal })
    shell.addEventListener('touchcancel', let_go, { passive: true, signal: heard.signal })
    return () => heard.abort()
  }
