import { expect, test } from 'vitest'

import type { Message } from '../api/types.ts'
import { drawn, rows } from './rows.ts'

const noon_s = new Date(2026, 4, 4, 12, 0).getTime() / 1000
const message = (after_s: number, user: string, more: Partial<Message> = {}): Message => ({ ts: `${noon_s + after_s}.000000`, user, text: 'x', ...more })
const shape = (list: ReturnType<typeof rows>): string => list.map((row) => (row.kind === 'message' ? (row.grouped ? 'm' : 'M') : row.kind)).join(' ')

test('one author within five minutes stands under one name', () => {
  expect(shape(rows([message(0, 'U1'), message(60, 'U1'), message(70, 'U2'), message(500, 'U2')], undefined, 'U9'))).toBe('day M m M M')
})

test('a new day breaks the group', () => {
  expect(shape(rows([message(0, 'U1'), message(86_400, 'U1')], undefined, 'U9'))).toBe('day M day M')
})

test('the unread line stands before the first new message of another person', () => {
  const list = [message(0, 'U1'), message(10, 'U9'), message(20, 'U1'), message(30, 'U1')]
  expect(shape(rows(list, list[0]?.ts, 'U9'))).toBe('day M M unread M m')
  expect(shape(rows(list, list[3]?.ts, 'U9'))).toBe('day M M M m')
  expect(shape(rows(list, undefined, 'U9'))).toBe('day M M M m')
})

test('notices, broadcasts and other bots do not join a group', () => {
  expect(shape(rows([message(0, 'U1', { subtype: 'channel_join' }), message(1, 'U1'), message(2, 'U1', { subtype: 'thread_broadcast' })], undefined, ''))).toBe('day M M M')
  expect(shape(rows([message(0, 'U1', { bot_id: 'B1', username: 'courier' }), message(1, 'U1', { bot_id: 'B1', username: 'other' })], undefined, ''))).toBe('day M M')
})

test('what is pinned or saved stands under a name of its own, which says so', () => {
  const list = [message(0, 'U1'), message(1, 'U1', { pinned_to: ['C1'] }), message(2, 'U1'), message(3, 'U1', { is_starred: true })]
  expect(shape(rows(list, undefined, 'U9'))).toBe('day M M m M')
})

test('people who join one after another are one line, until something comes between', () => {
  const join = (after_s: number, user: string): Message => message(after_s, user, { subtype: 'channel_join' })
  const list = rows([join(0, 'U1'), join(1, 'U2'), join(2, 'U3'), message(3, 'U1'), join(4, 'U4')], undefined, 'U9')
  expect(shape(list)).toBe('day M M M')
  expect(list.map((row) => (row.kind === 'message' ? (row.also ?? []).map((each) => each.user) : []))).toEqual([[], ['U2', 'U3'], [], []])
  expect(shape(rows([join(0, 'U1'), join(1, 'U2'), join(2, 'U3')], join(0, 'U1').ts, 'U9'))).toBe('day M unread M')
})

test('joins, leaves and settings one after another are one quiet line, wherever a page of history ended', () => {
  const quiet = (after_s: number, user: string, subtype: string): Message => message(after_s, user, { subtype })
  const older = [quiet(0, 'U1', 'channel_join'), quiet(1, 'U2', 'channel_leave'), quiet(2, 'U1', 'channel_topic')]
  const newer = [quiet(3, 'U1', 'pinned_item'), quiet(4, 'U1', 'channel_archive'), message(5, 'U1'), quiet(6, 'U1', 'channel_name')]
  expect(shape(rows(newer, undefined, 'U9'))).toBe('day M M M')
  const all = rows([...older, ...newer], undefined, 'U9')
  expect(shape(all)).toBe('day M M M')
  expect(all[1]).toMatchObject({ message: older[0], also: [older[1], older[2], newer[0], newer[1]] })
  // What counts as a line of its own is what is drawn as one.
  expect([...older, ...newer].filter((each, index, list) => drawn(true)(each, list[index - 1])).length).toBe(3)
  // Neither a day nor the unread line is folded away, nor what is locked.
  expect(shape(rows([quiet(0, 'U1', 'channel_join'), quiet(86_400, 'U2', 'channel_join')], undefined, 'U9'))).toBe('day M day M')
  expect(shape(rows(older, older[0]?.ts, 'U9'))).toBe('day M unread M')
  expect(shape(rows([quiet(0, 'U1', 'channel_join'), message(1, 'U2', { subtype: 'channel_topic', body_state: 'sealed' })], undefined, 'U9'))).toBe('day M M')
})

test('a row that did not change is the same object', () => {
  const list = [message(0, 'U1'), message(60, 'U1')]
  expect(rows(list, undefined, '')[1]).toBe(rows([...list, message(90, 'U2')], undefined, '')[1])
})
