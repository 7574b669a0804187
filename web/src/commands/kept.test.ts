import { expect, test } from 'vitest'

import { Kept, type Store } from './kept.ts'

function store(): Store {
  const map = new Map<string, string>()
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    key: (index) => [...map.keys()][index] ?? null,
    get length() {
      return map.size
    },
  }
}

test('each kind and each person has texts of their own', () => {
  const shared = store()
  const [ada, linus, edits] = [new Kept('draft', () => shared), new Kept('draft', () => shared), new Kept('edit', () => shared)]
  ada.open('U1')
  linus.open('U12')
  edits.open('U1')
  ada.set('C1', 'hello')
  edits.set('C1/1.2', 'mended')
  expect(ada.all).toEqual([['C1', 'hello']])
  expect(linus.all).toEqual([])
  ada.clear()
  expect(ada.all).toEqual([])
  expect(edits.get('C1/1.2')).toBe('mended')
})

test('nothing is kept for nobody, and a store that is forbidden costs nothing', () => {
  expect(new Kept('draft', store).set('C1', 'x')).toBe(false)
  const forbidden = new Kept('draft', () => {
    throw new Error('SecurityError')
  })
  forbidden.open('U1')
  expect(forbidden.set('C1', 'x')).toBe(false)
  expect(forbidden.get('C1')).toBeUndefined()
  expect(forbidden.all).toEqual([])
  forbidden.drop('C1')
})

test('knows which changes of another window are about it', () => {
  const kept = new Kept('outbox', store)
  expect(kept.nameOf('comity.outbox.U1.x')).toBeUndefined()
  kept.open('U1')
  expect(kept.nameOf('comity.outbox.U1.x')).toBe('x')
  expect(kept.nameOf('comity.outbox.U12.x')).toBeUndefined()
  expect(kept.nameOf(null)).toBeUndefined()
})
