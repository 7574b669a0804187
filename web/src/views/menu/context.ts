// Asks for the menu of a thing: with the right button, the menu key, or a finger that stays on it. Some phones tell a page
// of the finger only, so its time is taken here.

import type { Attachment } from 'svelte/attachments'

/** How long a finger stays before it means the menu and not what a tap does. */
const HELD_MS = 500
/** A finger that goes farther scrolls. */
const STILL_PX = 10

export type Point = Pick<MouseEvent, 'clientX' | 'clientY'>

/** `only` says whether it is asked for now: elsewhere the browser's own menu comes. `data-held` says that letting go now opens the menu: one that opens below the finger is closed by the finger's going. */
export const contextMenu =
  (open: (from: HTMLElement, at: Point) => void, only?: () => boolean): Attachment<HTMLElement> =>
  (element) => {
    const heard = new AbortController()
    let from: Point | undefined
    let timer: ReturnType<typeof setTimeout> | undefined

    const forget = (): void => {
      clearTimeout(timer)
      from = undefined
      delete element.dataset['held']
    }
    const start = ({ touches }: TouchEvent): void => {
      forget()
      if (only && !only()) return
      from = touches.length === 1 ? touches[0] : undefined
      if (from) timer = setTimeout(() => (element.dataset['held'] = ''), HELD_MS)
    }
    const move = ({ touches }: TouchEvent): void => {
      const touch = touches[0]
      if (from && touch && Math.hypot(touch.clientX - from.clientX, touch.clientY - from.clientY) > STILL_PX) forget()
    }
    const end = (event: TouchEvent): void => {
      const at = 'held' in element.dataset ? from : undefined
      forget()
      if (!at) return
      // No tap follows.
      event.preventDefault()
      open(element, at)
    }
    const ask = (event: MouseEvent): void => {
      if (only && !only()) return
      event.preventDefault()
      forget()
      open(element, event)
    }
    // The browser's own answers to a finger that stays: a preview of the link, and marked text.
    if (!only || only()) for (const property of ['-webkit-touch-callout', '-webkit-user-select']) element.style.setProperty(property, 'none')
    element.addEventListener('contextmenu', ask, { signal: heard.signal })
    element.addEventListener('touchstart', start, { passive: true, signal: heard.signal })
    element.addEventListener('touchmove', move, { passive: true, signal: heard.signal })
    element.addEventListener('touchend', end, { signal: heard.signal })
    element.addEventListener('touchcancel', forget, { signal: heard.signal })
    return () => {
      forget()
      heard.abort()
    }
  }
