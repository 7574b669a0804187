import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { ApiError, NetworkError, type Call } from '../api/http.ts'
import * as change from '../model/change.ts'
import { Model } from '../model/state.svelte.ts'
import { Outbox } from './outbox.ts'

let model: Model
let kept: Map<string, string>
let asked: Record<string, unknown>[]
let answers: (() => unknown)[]
let outbox: Outbox

const call: Call = async <T>(_method: string, args: object = {}): Promise<T> => {
  asked.push(args as Record<string, unknown>)
  const next = answers.shift()
  return (next ? next() : { ts: `1700000000.00000${asked.length}` }) as T
}
const refuse = (error: Error) => (): never => {
  throw error
}
const made = (): Outbox =>
  new Outbox(model, call, () => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }))
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  model = new Model()
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] })
  change.timelineOf(model, 'C1').state = 'ready'
  kept = new Map()
  asked = []
  answers = []
  outbox = made()
  outbox.open('U1')
})
afterEach(() => vi.useRealTimers())

test('is shown at once, then stands in the timeline', async () => {
  outbox.send({ channel: 'C1', text: 'hello' })
  expect(model.pending).toMatchObject([{ text: 'hello', state: 'sending' }])
  await settled()
  expect(model.pending).toEqual([])
  expect(model.timelines.get('C1')?.messages).toMatchObject([{ text: 'hello', user: 'U1' }])
  expect(kept.size).toBe(0)
})

test('goes out in order, one after the other', async () => {
  for (const text of ['a', 'b', 'c']) outbox.send({ channel: 'C1', text })
  await settled()
  expect(asked.map((args) => args['text'])).toEqual(['a', 'b', 'c'])
})

test('waits for the connection and sends the same id again', async () => {
  answers = [refuse(new NetworkError('down'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  expect(model.pending[0]?.state).toBe('waiting')
  outbox.drainAll()
  await settled()
  expect(model.pending).toEqual([])
  expect(asked[0]?.['client_msg_id']).toBe(asked[1]?.['client_msg_id'])
})

test('waits as long as the server asks', async () => {
  answers = [refuse(new ApiError('ratelimited', 3))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await vi.advanceTimersByTimeAsync(2_900)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(model.pending).toEqual([])
})

test('says why the server refused, and sends again when asked to', async () => {
  answers = [refuse(new ApiError('is_archived'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  outbox.send({ channel: 'C1', text: 'next' })
  await settled()
  expect(model.pending).toMatchObject([{ text: 'hello', state: 'failed', code: 'is_archived' }])
  outbox.retry(model.pending[0]?.client_msg_id ?? '')
  await settled()
  expect(model.pending).toEqual([])
})

test('is taken up after a reload', async () => {
  answers = [refuse(new NetworkError('down'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  model.pending = []
  made().open('U1')
  await settled()
  expect(asked.map((args) => args['client_msg_id'])).toEqual([asked[0]?.['client_msg_id'], asked[0]?.['client_msg_id']])
})

test('another person does not get what was left behind', () => {
  kept.set('comity.outbox.U1', JSON.stringify([{ client_msg_id: 'x', channel: 'C1', text: 'secret', at_ms: 0, state: 'waiting' }]))
  made().open('U2')
  expect(model.pending).toEqual([])
})

test('a discarded message is gone from the store too', async () => {
  answers = [refuse(new ApiError('is_archived'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  outbox.discard(model.pending[0]?.client_msg_id ?? '')
  expect(kept.size).toBe(0)
})
