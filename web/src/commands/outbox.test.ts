import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { ApiError, NetworkError, type Call } from '../api/http.ts'
import * as change from '../model/change.ts'
import { Model, type Pending } from '../model/state.svelte.ts'
import type { Store } from './kept.ts'
import { Outbox, type Lock } from './outbox.ts'

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
const store = (): Store => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
  key: (index) => [...kept.keys()][index] ?? null,
  get length() {
    return kept.size
  },
})
/** One window at a time, as the browser's locks have it. */
let turn: Promise<void>
const lock: Lock = (_, work) => (turn = turn.then(work, work))
const made = (into = model): Outbox => new Outbox(into, call, store, lock)
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1)

beforeEach(() => {
  vi.useFakeTimers()
  model = new Model()
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] })
  change.timelineOf(model, 'C1').state = 'ready'
  kept = new Map()
  turn = Promise.resolve()
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
  kept.set('comity.outbox.U1.x', JSON.stringify({ client_msg_id: 'x', channel: 'C1', text: 'secret', at_ms: 0, state: 'waiting' }))
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

test('what is kept by a broken or older hand is left alone', () => {
  for (const [index, text] of ['', 'null', '[]', '{"text":3}', 'no json'].entries()) kept.set(`comity.outbox.U1.${index}`, text)
  expect(() => made().open('U1')).not.toThrow()
  expect(model.pending).toEqual([])
})

describe('two windows', () => {
  let second: Model
  let other: Outbox

  /** The browser tells the other window of every change in the store. */
  const tell = (from: ReadonlyMap<string, string>, to: Outbox): void => {
    for (const key of new Set([...from.keys(), ...kept.keys()])) if (from.get(key) !== kept.get(key)) to.heard(key, kept.get(key) ?? null)
  }

  beforeEach(() => {
    second = new Model()
    change.boot(second, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] })
    other = made(second)
    other.open('U1')
  })

  test('send a message once', async () => {
    const before = new Map(kept)
    outbox.send({ channel: 'C1', text: 'hello' })
    tell(before, other)
    expect(second.pending).toMatchObject([{ text: 'hello' }])
    await settled()
    expect(asked).toHaveLength(1)
    expect(second.pending).toEqual([])
    expect(kept.size).toBe(0)
  })

  test('do not throw away what the other has not sent', async () => {
    answers = [refuse(new NetworkError('down'))]
    outbox.send({ channel: 'C1', text: 'from the first' })
    await settled()
    other.send({ channel: 'C1', text: 'from the second' })
    await settled()
    expect([...kept.values()].map((text) => (JSON.parse(text) as Pending).text)).toEqual(['from the first'])
  })

  test('one takes over when the other is closed', async () => {
    const before = new Map(kept)
    answers = [refuse(new NetworkError('down'))]
    outbox.send({ channel: 'C1', text: 'hello' })
    await settled()
    const closed = new Model()
    Object.assign(outbox, { model: closed })
    tell(before, other)
    await settled()
    expect(asked.map((args) => args['client_msg_id'])).toEqual([asked[0]?.['client_msg_id'], asked[0]?.['client_msg_id']])
    expect(second.pending).toEqual([])
  })

  test('see the same reason when the server refuses, and the same end', async () => {
    answers = [refuse(new ApiError('is_archived'))]
    let before = new Map(kept)
    outbox.send({ channel: 'C1', text: 'hello' })
    await settled()
    tell(before, other)
    expect(second.pending).toMatchObject([{ state: 'failed', code: 'is_archived' }])
    before = new Map(kept)
    outbox.discard(model.pending[0]?.client_msg_id ?? '')
    tell(before, other)
    expect(second.pending).toEqual([])
  })
})
