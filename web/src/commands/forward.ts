// Reading a history forward. The API pages backward only: a page is the newest messages of a span of time. So the span
// after what is known is narrowed until it holds no more than a page, or widened until it holds something.

import type { Message, Page, Ts } from '../api/types.ts'
import { compareTs } from '../model/window.ts'

/** Asks for the newest messages between two moments, both left out. */
export type Span = (oldest: Ts, latest: Ts | undefined) => Promise<Page>

/** How often the span is changed before the caller gets what there is. */
const TRIES = 48
const FIRST_S = 3_600

const later = (ts: Ts, by_s: number): Ts => `${Math.floor(Number(ts.split('.')[0]) + by_s)}.999999`

/** The messages that follow `after`, without a gap, and whether more follow them. `end` is the last message there is. */
export async function forward(span: Span, after: Ts, end: Ts | undefined): Promise<{ messages: Message[]; more: boolean }> {
  const whole = await span(after, undefined)
  if (!whole.has_more) return { messages: whole.messages, more: false }
  let width_s = FIRST_S
  // The widest span known to be too short, and the narrowest known to be too long.
  let short_s = 0
  let long_s = Infinity
  for (let turn = 0; turn < TRIES; turn += 1) {
    const bound = later(after, width_s)
    const page = await span(after, bound)
    if (page.has_more) {
      long_s = width_s
      // Within one second it cannot be narrowed: what there is goes out, newest first.
      if (width_s <= 1) return { messages: page.messages, more: true }
    } else if (page.messages.length > 0) {
      return { messages: page.messages, more: !end || compareTs(bound, end) < 0 }
    } else {
      short_s = width_s
    }
    width_s = long_s === Infinity ? width_s * 8 : Math.max(1, Math.floor((short_s + long_s) / 2))
    if (width_s === short_s) width_s += 1
  }
  return { messages: whole.messages, more: false }
}
