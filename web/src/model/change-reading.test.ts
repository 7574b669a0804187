import { beforeEach, expect, test } from 'vitest'

import * as change from './change.ts'
import * as reading from './change-reading.ts'
import { Model, Timeline, type Hope } from './state.svelte.ts'

let model: Model

const ts = (n: number): string => `1700000000.${String(n).padStart(6, '0')}`
const shown = (): object => reading.confirmed({ hopes: new Map() } as Model, model.channels.get('C1')!)
const hope = (): Hope => model.hopes.get('C1')!

beforeEach(() => {
  model = new Model()
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general', last_read: ts(1), unread_count: 2, mention_count: 1 }] })
})

test('what is hoped is shown at once, and the server confirms it', () => {
  reading.hope(model, 'C1', ts(3))
  expect(shown()).toMatchObject({ last_read: ts(3), unread_count: 0, mention_count: 0 })
  expect(reading.confirmed(model, model.channels.get('C1')!)).toMatchObject({ last_read: ts(1), unread_count: 2 })
  reading.settle(model, 'C1', hope())
  expect(model.hopes.size).toBe(0)
  expect(reading.confirmed(model, model.channels.get('C1')!)).toMatchObject({ last_read: ts(3), unread_count: 0 })
})

test('what the server refuses is unread again, with what came meanwhile', () => {
  reading.hope(model, 'C1', ts(3))
  reading.came(model, 'C1', ts(4), true)
  expect(shown()).toMatchObject({ unread_count: 1, mention_count: 1 })
  reading.takeBack(model, 'C1')
  expect(shown()).toMatchObject({ last_read: ts(1), unread_count: 3, mention_count: 2 })
})

test('a word of the server about an older mark changes nothing on the page, and the one about this mark does', () => {
  reading.hope(model, 'C1', ts(3))
  reading.confirm(model, 'C1', { last_read: ts(2), unread_count: 1, mention_count: 0 })
  expect(shown()).toMatchObject({ last_read: ts(3), unread_count: 0 })
  const sent = hope()
  reading.confirm(model, 'C1', { last_read: ts(3), unread_count: 4, mention_count: 2 })
  reading.settle(model, 'C1', sent)
  expect(shown()).toMatchObject({ last_read: ts(3), unread_count: 4, mention_count: 2 })
})

test('a newer hope is not settled by the answer to an older one', () => {
  reading.hope(model, 'C1', ts(2))
  const sent = hope()
  reading.hope(model, 'C1', ts(3))
  reading.settle(model, 'C1', sent)
  expect(hope().ts).toBe(ts(3))
  expect(hope().confirmed.last_read).toBe(ts(1))
})

test('a hope that another device has overtaken is not told, one that goes back is', () => {
  reading.hope(model, 'C1', ts(3))
  reading.confirm(model, 'C1', { last_read: ts(5), unread_count: 1, mention_count: 0 })
  expect(reading.open(model, 'C1')).toBeUndefined()
  expect(shown()).toMatchObject({ last_read: ts(5), unread_count: 1 })
  reading.hope(model, 'C1', ts(2), 3)
  expect(reading.open(model, 'C1')?.ts).toBe(ts(2))
})

test('a start answer shows what the server knows, and the hope is still to be told', () => {
  reading.hope(model, 'C1', ts(3))
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general', last_read: ts(1), unread_count: 5, mention_count: 0 }] })
  expect(shown()).toMatchObject({ last_read: ts(1), unread_count: 5 })
  expect(reading.open(model, 'C1')?.ts).toBe(ts(3))
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [] })
  expect(model.hopes.size).toBe(0)
})

test("one's own words are read, and no hope outlives them", () => {
  reading.hope(model, 'C1', ts(2), 1)
  reading.said(model, 'C1', ts(9))
  expect(shown()).toMatchObject({ last_read: ts(9), unread_count: 0, mention_count: 0 })
  expect(model.hopes.size).toBe(0)
})

test('the line of what is new goes along with who looks, and stays once it is drawn', () => {
  const timeline = new Timeline()
  const come = (n: number, user: string): void => {
    const message = { ts: ts(n), user, text: 'x' }
    reading.seen(timeline, message, 'U1')
    timeline.messages = [...timeline.messages, message]
  }
  timeline.unreadAfter = ts(1)
  timeline.watched = true
  come(2, 'U2')
  come(3, 'U1')
  expect(timeline.unreadAfter).toBe(ts(3))
  timeline.watched = false
  come(4, 'U2')
  timeline.watched = true
  come(5, 'U2')
  expect(timeline.unreadAfter).toBe(ts(3))
})
