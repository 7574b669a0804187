import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { ApiError, NetworkError, type Call } from '../api/http.ts'
import * as reading from '../model/change-reading.ts'
import * as change from '../model/change.ts'
import { Model } from '../model/state.svelte.ts'
import { Marks } from './marks.ts'

let model: Model
let told: string[]
let answers: (Error | 'ok' | Promise<void>)[]
let marks: Marks

const ts = (n: number): string => `1700000000.${String(n).padStart(6, '0')}`
const answer = { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general', last_read: ts(1), unread_count: 4 }] }
const general = () => model.channels.get('C1')

beforeEach(() => {
  vi.useFakeTimers()
  model = new Model()
  change.boot(model, answer)
  told = []
  answers = []
  const call = async (_method: string, args: { ts: string }): Promise<unknown> => {
    told.push(args.ts)
    const next = answers.shift() ?? 'ok'
    if (next instanceof Error) throw next
    return next
  }
  marks = new Marks(model, call as unknown as Call)
})
afterEach(() => vi.useRealTimers())

test('a mark is shown at once, told once, and then nothing is open', async () => {
  const done = marks.read('C1', ts(3))
  expect(general()).toMatchObject({ last_read: ts(3), unread_count: 0 })
  await done
  await marks.read('C1', ts(3))
  await marks.read('C1', ts(2))
  marks.drainAll()
  expect([told, model.hopes.size]).toEqual([[ts(3)], 0])
})

test('what was counted and is gone, or still to come, is read without a word to the server', async () => {
  change.editChannel(model, 'C1', { last_read: ts(3), unread_count: 1 })
  await marks.read('C1', ts(3))
  expect([told, general()?.unread_count, general()?.last_read]).toEqual([[], 0, ts(3)])
})

test('without an answer it stays on the page, and is told again until there is one', async () => {
  answers = [new NetworkError('gone'), new NetworkError('gone')]
  await marks.read('C1', ts(3))
  expect(general()).toMatchObject({ last_read: ts(3), unread_count: 0 })
  expect(reading.confirmed(model, general()!)).toMatchObject({ last_read: ts(1), unread_count: 4 })
  await vi.advanceTimersByTimeAsync(5_000)
  marks.drainAll()
  await vi.advanceTimersByTimeAsync(0)
  expect([told, model.hopes.size, model.problem]).toEqual([[ts(3), ts(3), ts(3)], 0, undefined])
})

test('a server that asks to wait is asked when the time is over', async () => {
  answers = [new ApiError('ratelimited', 30)]
  await marks.read('C1', ts(3))
  await vi.advanceTimersByTimeAsync(29_000)
  expect(told).toEqual([ts(3)])
  await vi.advanceTimersByTimeAsync(1_000)
  expect([told, model.hopes.size]).toEqual([[ts(3), ts(3)], 0])
})

test('what the server refuses is taken back, and said', async () => {
  answers = [new ApiError('not_in_channel')]
  await marks.read('C1', ts(3))
  expect(general()).toMatchObject({ last_read: ts(1), unread_count: 4 })
  expect([model.problem, model.hopes.size]).toEqual(['not_in_channel', 0])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual([ts(3)])
})

test('marks of one place go out one after the other, and only the last of those that wait', async () => {
  let release = (): void => undefined
  answers = [new Promise((resolve) => (release = resolve))]
  const first = marks.read('C1', ts(2))
  await marks.read('C1', ts(3))
  await marks.unread('C1', ts(9))
  expect(told).toEqual([ts(2)])
  release()
  await first
  expect(told).toEqual([ts(2), ts(8)])
  expect(general()).toMatchObject({ last_read: ts(8), unread_count: 1 })
})

test('after a time without a line, a mark that another device has overtaken does not go back behind it', async () => {
  answers = [new NetworkError('gone')]
  await marks.read('C1', ts(3))
  change.boot(model, { ...answer, channels: [{ id: 'C1', name: 'general', last_read: ts(8), unread_count: 0 }] })
  await vi.advanceTimersByTimeAsync(5_000)
  expect([told, general()?.last_read]).toEqual([[ts(3)], ts(8)])
})

test('a mark of a thread is told again too, unless another device was there', async () => {
  const refused = vi.fn()
  const mark = (at: number) => ({ ts: ts(at), send: (call: Call) => call('threads.mark', { channel: 'C1', thread_ts: ts(1), ts: ts(at) }), refused })
  answers = [new NetworkError('gone'), new NetworkError('gone')]
  await marks.tell('C1/1', mark(3))
  marks.overtaken('C1/1', ts(2))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(told).toEqual([ts(3), ts(3)])
  marks.overtaken('C1/1', ts(4))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([told.length, refused.mock.calls.length]).toEqual([2, 0])
})

test('who signs out tells nothing any more', async () => {
  answers = [new NetworkError('gone')]
  await marks.read('C1', ts(3))
  marks.clear()
  change.forget(model)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual([ts(3)])
})
