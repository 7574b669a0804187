// The bounded window of messages a timeline holds, as pure functions over an ascending list.

import type { Message, Ts } from '../api/types.ts'

/** How many messages a timeline keeps in the page: find-in-page and screen readers keep working, memory stays flat. */
export const WINDOW_MAX = 300

/** Orders message names: same length strings `seconds.micros`, but seconds may one day have another digit. */
export const compareTs = (a: Ts, b: Ts): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The name a message directly before this one would have. */
export function justBefore(ts: Ts): Ts {
  const micros = BigInt(ts.replace('.', '')) - 1n
  const digits = micros.toString().padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** Where a message with this name stands, or would stand. */
function position(messages: readonly Message[], ts: Ts): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareTs((messages[middle] as Message).ts, ts) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export const has = (messages: readonly Message[], ts: Ts): boolean => messages[position(messages, ts)]?.ts === ts

export const at = (messages: readonly Message[], ts: Ts): Message | undefined => {
  const found = messages[position(messages, ts)]
  return found?.ts === ts ? found : undefined
}

/** Puts a message in its place; one already there by that name is replaced. */
export function put(messages: readonly Message[], message: Message): Message[] {
  const index = position(messages, message.ts)
  const replaced = messages[index]?.ts === message.ts ? 1 : 0
  return messages.toSpliced(index, replaced, message)
}

/** Changes the message of this name, if it is here. The same list comes back when it is not. */
export function change(messages: readonly Message[], ts: Ts, edit: (message: Message) => Message): readonly Message[] {
  const index = position(messages, ts)
  const found = messages[index]
  return found?.ts === ts ? messages.with(index, edit(found)) : messages
}

export function drop(messages: readonly Message[], ts: Ts): readonly Message[] {
  const index = position(messages, ts)
  return messages[index]?.ts === ts ? messages.toSpliced(index, 1) : messages
}

/** How many messages a timeline keeps in memory, with those that make no line of their own: people who came one after another. */
export const HELD_MAX = 6_000

/** Whether a message is a line of its own. */
export type Drawn = (message: Message, before: Message | undefined) => boolean

/**
 * Adds a page at one side and lets go of what is then too far from it; says whether anything was let go. A thread's root stays
 * at the top, and does not count.
 */
export function extend(
  messages: readonly Message[],
  page: readonly Message[],
  side: 'older' | 'newer',
  drawn: Drawn = () => true,
  root?: Ts,
): { messages: Message[]; cut: boolean } {
  const known = new Set(messages.map((message) => message.ts))
  const fresh = page.filter((message) => !known.has(message.ts))
  const all = [...messages, ...fresh].sort((a, b) => compareTs(a.ts, b.ts))
  const head = root && all[0]?.ts === root ? all.splice(0, 1) : []
  let lines = 0
  let kept = 0
  while (kept < all.length && kept < HELD_MAX) {
    const index = side === 'older' ? kept : all.length - 1 - kept
    lines += Number(drawn(all[index] as Message, all[index - 1]))
    if (lines > WINDOW_MAX) break
    kept += 1
  }
  const near = side === 'older' ? all.slice(0, kept) : all.slice(all.length - kept)
  return { messages: [...head, ...near], cut: kept < all.length }
}
