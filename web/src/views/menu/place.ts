// Where a floating box stands: beside what it belongs to, inside the page.

import { is } from '../../style/media.ts'

/** How far from the edges of the page it keeps. */
const MARGIN_PX = 8

/** Below the anchor where there is room, else above it; on a phone the style sheet has put it at the bottom. */
export function place(box: HTMLElement, anchor: DOMRect): void {
  if (is('narrow')) return
  const { width, height } = box.getBoundingClientRect()
  const below = anchor.bottom + 4
  const top = below + height <= innerHeight - MARGIN_PX ? below : anchor.top - height - 4
  const left = anchor.left + width <= innerWidth - MARGIN_PX ? anchor.left : anchor.right - width
  box.style.top = `${Math.max(MARGIN_PX, Math.min(top, innerHeight - height - MARGIN_PX))}px`
  box.style.left = `${Math.max(MARGIN_PX, left)}px`
}
