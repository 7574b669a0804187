// Whether a message is nothing but a few emoji, which are then shown large.

import type { Node } from '../../text/tree.ts'

const LARGE_MAX = 8
const PICTURES = /^[\p{Extended_Pictographic}\p{Emoji_Component}\s]+$/u

export function onlyEmoji(nodes: Node[]): boolean {
  const shown = nodes.filter((node) => node.t !== 'text' || node.s.trim())
  if (shown.length === 0 || shown.length > LARGE_MAX) return false
  return shown.every(
    (node) => node.t === 'emoji' || (node.t === 'text' && node.s.length < 40 && PICTURES.test(node.s) && /\p{Extended_Pictographic}/u.test(node.s)),
  )
}
