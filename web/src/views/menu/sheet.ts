// What comes up from the bottom of a phone goes down again under a finger. A tap outside closes it by itself, as a popover does.

import type { Attachment } from 'svelte/attachments'

import { is } from '../../style/media.ts'

/** How far down the finger goes before letting go closes. */
const FAR_PX = 80
/** A finger that goes less far taps. */
const STILL_PX = 8

/** Where motion is not wanted nothing moves along, and letting go far down still closes. */
export const sheet =
  (close: (box: HTMLElement) => void): Attachment<HTMLElement> =>
  (box) => {
    const heard = new AbortController()
    const still = matchMedia('(prefers-reduced-motion: reduce)')
    let from: { x: number; y: number } | undefined
    let down = 0

    const letGo = (): void => {
      box.style.removeProperty('transform')
      from = undefined
      down = 0
    }
    const start = ({ touches }: TouchEvent): void => {
      letGo()
      // What is scrolled scrolls back first.
      if (is('narrow') && touches.length === 1 && touches[0] && box.scrollTop <= 0) from = { x: touches[0].clientX, y: touches[0].clientY }
    }
    const move = (event: TouchEvent): void => {
      const touch = event.touches[0]
      if (!from || !touch) return
      down = touch.clientY - from.y
      if (down < -STILL_PX || Math.abs(touch.clientX - from.x) > Math.max(24, down)) return letGo()
      if (down <= STILL_PX) return
      if (event.cancelable) event.preventDefault()
      if (!still.matches) box.style.transform = `translateY(${down}px)`
    }
    const end = (event: TouchEvent): void => {
      const [moved, far] = [down > STILL_PX, down > FAR_PX]
      letGo()
      // No tap follows on what was under the finger.
      if (moved && event.cancelable) event.preventDefault()
      if (far) close(box)
    }
    box.addEventListener('touchstart', start, { passive: true, signal: heard.signal })
    box.addEventListener('touchmove', move, { passive: false, signal: heard.signal })
    box.addEventListener('touchend', end, { passive: false, signal: heard.signal })
    box.addEventListener('touchcancel', letGo, { signal: heard.signal })
    return () => heard.abort()
  }
