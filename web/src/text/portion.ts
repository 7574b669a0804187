// How much of a text is drawn at once. A message may hold tens of thousands of marks, links or blocks of code, and a page
// that draws all of them stands still for seconds: the reader is shown a portion, and the next one when asking for it.

import type { Node } from './tree.ts'

/** What one portion weighs. A plain line is two, itself and its end, so that whoever writes words is never cut. */
export const PORTION = 2_000

/** What a text that is folded weighs at most: a window of it is seen, and a channel may be full of such texts. */
export const FOLDED = 600

/** Under which a fold tells what is in it whether it is closed: `() => boolean`. */
export const FOLD = 'fold'

/** What takes longer to draw than a word does, about how many times as long. */
const WEIGHTS: Partial<Record<Node['t'], number>> = { pre: 20, link: 4, user: 4, channel: 4, group: 4, broadcast: 4, date: 4, emoji: 4, color: 4 }

interface Left {
  weight: number
}

/** The first nodes of a tree that together weigh no more, and the last one that begins among them; the tree itself where
 * that is all of it. What is whole is the same object as before. */
export function portion(nodes: Node[], weight: number): Node[] {
  return part(nodes, { weight }, node)
}

function part<T>(all: T[], left: Left, cut: (one: T, left: Left) => T): T[] {
  const taken: T[] = []
  let same = true
  for (const one of all) {
    if (left.weight <= 0) break
    const kept = cut(one, left)
    same &&= kept === one
    taken.push(kept)
  }
  return same && taken.length === all.length ? all : taken
}

const within = (nodes: Node[], left: Left): Node[] => {
  left.weight -= 1
  return part(nodes, left, node)
}

function node(one: Node, left: Left): Node {
  left.weight -= WEIGHTS[one.t] ?? 1
  if (one.t === 'list') {
    const items = part(one.items, left, within)
    return items === one.items ? one : { ...one, items }
  }
  if (one.t === 'table') {
    const rows = part(one.rows, left, (row) => part(row, left, within))
    return rows === one.rows ? one : { ...one, rows }
  }
  if (!('c' in one)) return one
  const c = part(one.c, left, node)
  return c === one.c ? one : { ...one, c }
}

/** How many characters of blocks or attachments are one portion: each of them says as much as several messages. */
const SAID = 12_000

/** What a block or an attachment may hold to draw, told from how long it is written. */
export const weightOf = (thing: unknown): number => JSON.stringify(thing).length

/** How many of the first things of a list are within so many portions; the first one is in any case. */
export function first(weights: number[], portions: number): number {
  let sum = 0
  const end = weights.findIndex((each) => (sum += each) > portions * SAID)
  return end < 0 ? weights.length : Math.max(1, end)
}
