import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import { ApiError, NetworkError, type Call } from '../api/http.ts'
import * as change from '../model/change.ts'
import { model as shared, Model } from '../model/state.svelte.ts'
import { Kept, type Store } from './kept.ts'
import { Outbox, type Lock } from './outbox.ts'
import { undoRemoval } from './undo.ts'

let model: Model
let key: CryptoKey
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
const texts = (): Kept => new Kept('outbox', store, () => Promise.resolve(key))
const made = async (into = model): Promise<Outbox> => {
  const outbox = new Outbox(into, call, lock, texts())
  await outbox.open('U1')
  outbox.takeUp()
  return outbox
}
/** Long enough for all that is to be sealed and sent at this moment. */
const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 8; turns++) {
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, new Uint8Array(4096))
    await vi.advanceTimersByTimeAsync(0)
  }
}
/** What lies in the store, opened. */
const lying = async (): Promise<unknown[]> => {
  const all = texts()
  await all.open('U1')
  return all.all.map(([, text]) => JSON.parse(text) as unknown)
}

beforeAll(async () => {
  key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
})

beforeEach(async () => {
  vi.useFakeTimers()
  model = new Model()
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] })
  change.timelineOf(model, 'C1').state = 'ready'
  kept = new Map()
  turn = Promise.resolve()
  asked = []
  answers = []
  outbox = await made()
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
  expect(await lying()).toMatchObject([{ text: 'hello', state: 'waiting' }])
  outbox.drainAll()
  await settled()
  expect(model.pending).toEqual([])
  expect(asked[0]?.['client_msg_id']).toBe(asked[1]?.['client_msg_id'])
})

test('waits as long as the server asks', async () => {
  answers = [refuse(new ApiError('ratelimited', 3))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
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
  await made()
  await settled()
  expect(asked.map((args) => args['client_msg_id'])).toEqual([asked[0]?.['client_msg_id'], asked[0]?.['client_msg_id']])
})

test('another person does not get what was left behind', async () => {
  answers = [refuse(new NetworkError('down'))]
  outbox.send({ channel: 'C1', text: 'secret' })
  await settled()
  model.pending = []
  await outbox.open('U2')
  outbox.takeUp()
  expect(model.pending).toEqual([])
  expect(await lying()).toMatchObject([{ text: 'secret' }])
})

test('a discarded message is gone from the store too', async () => {
  answers = [refuse(new ApiError('is_archived'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  outbox.discard(model.pending[0]?.client_msg_id ?? '')
  expect(kept.size).toBe(0)
})

test('a message that was let go can be taken back, and goes out then', async () => {
  answers = [refuse(new ApiError('is_archived'))]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  const pending = model.pending[0]
  if (!pending) throw new Error('nothing waits')
  outbox.letGo({ ...pending, state: 'waiting' })
  expect(model.pending).toEqual([])
  await settled()
  expect(shared.removal?.said).toBe('undo.message')
  undoRemoval()
  await settled()
  expect(shared.removal).toBeUndefined()
  expect(asked.map((args) => args['text'])).toEqual(['hello', 'hello'])
  expect(model.pending).toEqual([])
})

test('what is taken back while it is under way does not come back when the server refuses it', async () => {
  answers = [
    () => {
      outbox.discard(model.pending[0]?.client_msg_id ?? '')
      throw new ApiError('is_archived')
    },
  ]
  outbox.send({ channel: 'C1', text: 'hello' })
  await settled()
  expect(model.pending).toEqual([])
  expect(kept.size).toBe(0)
})

test('what is kept by a broken hand is no message', async () => {
  const broken = texts()
  await broken.open('U1')
  for (const [index, text] of ['', 'null', '[]', '{"text":3}', 'no json'].entries()) await broken.set(String(index), text)
  kept.set('comity.outbox.U1.x', 'not even sealed')
  await made()
  expect(model.pending).toEqual([])
})

describe('two windows', () => {
  let second: Model
  let other: Outbox

  /** The browser tells the other window of every change in the store. */
  const tell = async (from: ReadonlyMap<string, string>, to: Outbox): Promise<void> => {
    for (const place of new Set([...from.keys(), ...kept.keys()])) if (from.get(place) !== kept.get(place)) await to.heard(place)
  }

  beforeEach(async () => {
    second = new Model()
    change.boot(second, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] })
    other = await made(second)
  })

  test('send a message once', async () => {
    const before = new Map(kept)
    let arrive = (): void => undefined
    answers = [() => new Promise((resolve) => (arrive = () => resolve({ ts: '1700000000.000001' })))]
    outbox.send({ channel: 'C1', text: 'hello' })
    await settled()
    await tell(before, other)
    expect(second.pending).toMatchObject([{ text: 'hello' }])
    arrive()
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
    expect(await lying()).toMatchObject([{ text: 'from the first' }])
  })

  test('one takes over when the other is closed', async () => {
    const before = new Map(kept)
    answers = [refuse(new NetworkError('down'))]
    outbox.send({ channel: 'C1', text: 'hello' })
    await settled()
    const closed = new Model()
    Object.assign(outbox, { model: closed })
    await tell(before, other)
    await settled()
    expect(asked.map((args) => args['client_msg_id'])).toEqual([asked[0]?.['client_msg_id'], asked[0]?.['client_msg_id']])
    expect(second.pending).toEqual([])
  })

  test('see the same reason when the server refuses, and the same end', async () => {
    answers = [refuse(new ApiError('is_archived'))]
    let before = new Map(kept)
    outbox.send({ channel: 'C1', text: 'hello' })
    await settled()
    await tell(before, other)
    expect(second.pending).toMatchObject([{ state: 'failed', code: 'is_archived' }])
    before = new Map(kept)
    outbox.discard(model.pending[0]?.client_msg_id ?? '')
    await tell(before, other)
    expect(second.pending).toEqual([])
  })
})
