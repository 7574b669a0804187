import { expect, test } from 'vitest'

import type { Message } from '../api/types.ts'
import { at, change, compareTs, drop, extend, HELD_MAX, has, put, WINDOW_MAX } from './window.ts'

const message = (n: number, text = ''): Message => ({ ts: `1700000000.${String(n).padStart(6, '0')}`, text })
const range = (from: number, to: number): Message[] => Array.from({ length: to - from }, (_, index) => message(from + index))

test('names order as numbers do', () => {
  expect(compareTs('999999999.000001', '1000000000.000001')).toBeLessThan(0)
  expect(compareTs('1.000002', '1.000001')).toBeGreaterThan(0)
  expect(compareTs('1.000001', '1.000001')).toBe(0)
})

test('put keeps order and replaces by name', () => {
  const list = put(put(put([], message(2)), message(1)), message(3))
  expect(list.map((m) => m.ts)).toEqual([message(1).ts, message(2).ts, message(3).ts])
  expect(put(list, message(2, 'new'))).toHaveLength(3)
  expect(at(put(list, message(2, 'new')), message(2).ts)?.text).toBe('new')
})

test('change and drop leave the list alone when the message is not in it', () => {
  const list = range(0, 3)
  expect(change(list, message(9).ts, (m) => m)).toBe(list)
  expect(drop(list, message(9).ts)).toBe(list)
  expect(has(drop(list, message(1).ts), message(1).ts)).toBe(false)
})

test('what makes no line of its own does not fill the window, but the memory has a bound too', () => {
  const folded = extend([message(0)], range(1, 1_000), 'newer', (one) => one.ts === message(0).ts)
  expect([folded.messages.length, folded.cut]).toEqual([1_000, false])
  const long = extend(folded.messages, range(1_000, HELD_MAX + 10), 'newer', () => false)
  expect([long.messages.length, long.cut, long.messages.at(-1)?.ts]).toEqual([HELD_MAX, true, message(HELD_MAX + 9).ts])
  const mixed = extend([], range(0, 2 * WINDOW_MAX), 'older', (one) => Number(one.ts.slice(-1)) % 2 === 0)
  expect([mixed.messages.length, mixed.cut]).toEqual([2 * WINDOW_MAX, false])
})

test('a thread keeps its root at the top, on whichever side pages are let go of', () => {
  const root = message(0)
  const opened = [root, ...range(640, 701)]
  const up = extend(opened, [root, ...range(340, 640)], 'older', undefined, root.ts)
  expect([up.cut, up.messages.length, up.messages[0]?.ts, up.messages[1]?.ts]).toEqual([true, WINDOW_MAX + 1, root.ts, message(340).ts])
  const down = extend(up.messages, [root, ...range(640, 701)], 'newer', undefined, root.ts)
  expect([down.cut, down.messages.length, down.messages[0]?.ts, down.messages.at(-1)?.ts]).toEqual([true, WINDOW_MAX + 1, root.ts, message(700).ts])
  const whole = extend([root], range(1, WINDOW_MAX + 1), 'newer', undefined, root.ts)
  expect([whole.cut, whole.messages.length]).toEqual([false, WINDOW_MAX + 1])
})

test('the window never grows beyond its bound, and says when something was let go', () => {
  const full = range(1000, 1000 + WINDOW_MAX)
  const older = extend(full, range(940, 1000), 'older')
  expect(older.cut).toBe(true)
  expect(older.messages).toHaveLength(WINDOW_MAX)
  expect(older.messages[0]?.ts).toBe(message(940).ts)
  const newer = extend(older.messages, range(940 + WINDOW_MAX, 1000 + WINDOW_MAX), 'newer')
  expect(newer.messages.at(-1)?.ts).toBe(message(999 + WINDOW_MAX).ts)
  expect(newer.messages).toHaveLength(WINDOW_MAX)
  expect(extend(range(0, 5), range(3, 8), 'newer')).toEqual({ messages: range(0, 8), cut: false })
})
