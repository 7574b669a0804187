import { beforeAll, beforeEach, expect, test } from 'vitest'

import { Kept, type Store } from './kept.ts'

let key: CryptoKey
let map: Map<string, string>

const store = (): Store => ({
  getItem: (place) => map.get(place) ?? null,
  setItem: (place, value) => void map.set(place, value),
  removeItem: (place) => void map.delete(place),
  key: (index) => [...map.keys()][index] ?? null,
  get length() {
    return map.size
  },
})

/** The texts of a person in one window, read. */
async function window(kind: 'draft' | 'edit' | 'outbox', user: string, of = store): Promise<Kept> {
  const kept = new Kept(kind, of, () => Promise.resolve(key))
  await kept.open(user)
  return kept
}

beforeAll(async () => {
  key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
})
beforeEach(() => void (map = new Map()))

test('a text is here at once, lies sealed in the store, and is read when the page is opened again', async () => {
  const ada = await window('draft', 'U1')
  const stored = ada.set('C1', 'Grüße an alle 👋')
  expect(ada.get('C1')).toBe('Grüße an alle 👋')
  await stored
  expect([...map.keys()]).toEqual(['comity.draft.U1.C1'])
  expect(JSON.stringify([...map.values()])).not.toMatch(/alle/)
  expect((await window('draft', 'U1')).all).toEqual([['C1', 'Grüße an alle 👋']])
})

test('each kind and each person has texts of their own', async () => {
  const [ada, linus, edits] = [await window('draft', 'U1'), await window('draft', 'U12'), await window('edit', 'U1')]
  await ada.set('C1', 'hello')
  await edits.set('C1/1.2', 'mended')
  expect(ada.all).toEqual([['C1', 'hello']])
  expect(linus.all).toEqual([])
  await ada.open('U12')
  expect(ada.all).toEqual([])
  await ada.open('U1')
  ada.clear()
  expect(ada.all).toEqual([])
  expect(edits.get('C1/1.2')).toBe('mended')
  expect([...map.keys()]).toEqual(['comity.edit.U1.C1/1.2'])
})

test('the newest text is the one that stays, however fast one types; what was let go stays away', async () => {
  const ada = await window('draft', 'U1')
  const typed = [...'hello'].map((_, at) => ada.set('C1', 'hello'.slice(0, at + 1)))
  const sent = ada.set('C2', 'gone')
  ada.drop('C2')
  await Promise.all([...typed, sent])
  expect((await window('draft', 'U1')).all).toEqual([['C1', 'hello']])
})

test('signing out while something is sealed leaves nothing', async () => {
  const ada = await window('draft', 'U1')
  const stored = ada.set('C1', 'hello')
  ada.clear()
  await stored
  await ada.set('C1', 'too late')
  expect(map.size).toBe(0)
})

test('a store or a key that is not to be had costs nothing but the keeping, and that is known', async () => {
  const forbidden = await window('draft', 'U1', () => {
    throw new Error('SecurityError')
  })
  const keyless = new Kept('draft', store, () => Promise.reject(new Error('no key without TLS')))
  await keyless.open('U1')
  for (const kept of [forbidden, keyless]) {
    await kept.set('C1', 'x')
    expect(kept.all).toEqual([['C1', 'x']])
    expect(kept.endangered).toBe(true)
    kept.drop('C1')
    expect(kept.all).toEqual([])
    expect(kept.endangered).toBe(false)
  }
  expect(map.size).toBe(0)
})

test('what no key opens is removed, but not for want of a key', async () => {
  const text = new Kept('draft', store, () => Promise.reject(new Error('no key')))
  await (await window('draft', 'U1')).set('C1', 'hello')
  await text.open('U1')
  expect(map.size).toBe(1)
  map.set('comity.draft.U1.C2', 'left in the clear by an older version')
  map.set('comity.draft.U1.C3', map.get('comity.draft.U1.C1') ?? '')
  expect((await window('draft', 'U1')).all).toEqual([['C1', 'hello']])
  expect(map.size).toBe(1)
})

test('what another window writes or lets go of is known here, once the browser says so', async () => {
  const [first, second] = [await window('draft', 'U1'), await window('draft', 'U1')]
  await first.set('C1', 'hello')
  expect(await second.heard('comity.draft.U1.C1')).toBe('C1')
  expect(second.get('C1')).toBe('hello')
  first.drop('C1')
  // Gone even before the browser says it.
  expect(second.get('C1')).toBeUndefined()
  for (const place of ['comity.draft.U12.x', 'comity.outbox.U1.x', null]) expect(await second.heard(place)).toBeUndefined()
})

test('what is being written here is not overwritten by what another window wrote before', async () => {
  const [first, second] = [await window('draft', 'U1'), await window('draft', 'U1')]
  await first.set('C1', 'older')
  const stored = second.set('C1', 'newer')
  await Promise.all([second.heard('comity.draft.U1.C1'), stored])
  expect(second.get('C1')).toBe('newer')
  expect((await window('draft', 'U1')).all).toEqual([['C1', 'newer']])
})
