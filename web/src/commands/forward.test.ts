import { expect, test } from 'vitest'

import type { Message, Ts } from '../api/types.ts'
import { forward, type Span } from './forward.ts'

const PAGE = 5
const start_s = 1_700_000_000
const ts = (second: number): Ts => `${start_s + second}.000000`

/** A history with messages at these seconds, answered as the server does: newest first, a page at most. */
function history(seconds: number[]): { span: Span; asked: () => number } {
  let asked = 0
  const span: Span = async (oldest, latest) => {
    asked += 1
    const found = seconds.map(ts).filter((each) => each > oldest && (!latest || each < latest)).reverse()
    return { messages: found.slice(0, PAGE).map((each): Message => ({ ts: each })), has_more: found.length > PAGE }
  }
  return { span, asked: () => asked }
}

async function readAll(seconds: number[]): Promise<{ read: Ts[]; asked: number }> {
  const { span, asked } = history(seconds)
  const end = ts(seconds.at(-1) ?? 0)
  const read: Ts[] = []
  let after = ts(0)
  for (;;) {
    const page = await forward(span, after, end)
    read.push(...page.messages.map((message) => message.ts).sort())
    after = read.at(-1) ?? after
    if (!page.more) return { read, asked: asked() }
  }
}

test.each<[string, number[]]>([
  ['one page', [1, 2, 3]],
  ['a steady talk', Array.from({ length: 200 }, (_, n) => n * 60 + 1)],
  ['a burst every day', Array.from({ length: 60 }, (_, n) => Math.floor(n / 12) * 86_400 + (n % 12) * 7 + 1)],
  ['a silence of a year', [1, 2, 3, 4, 5, 6, 31_536_000, 31_536_001, 31_536_002, 31_536_003, 31_536_004, 31_536_005]],
])('%s is read whole, in order', async (_, seconds) => {
  const { read, asked } = await readAll(seconds)
  expect(read).toEqual(seconds.map(ts))
  expect(asked).toBeLessThan(seconds.length * 4 + 5)
})
