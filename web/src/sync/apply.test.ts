import { beforeEach, expect, test } from 'vitest'

import type { Message, SocketEvent } from '../api/types.ts'
import * as change from '../model/change.ts'
import { Model, type Timeline } from '../model/state.svelte.ts'
import { apply } from './apply.ts'

let model: Model
let timeline: Timeline

const ts = (n: number): string => `1700000000.${String(n).padStart(6, '0')}`
const send = (event: object, now_ms = 0): void => apply(model, { type: 'message', channel: 'C1', ...event } as SocketEvent, now_ms)
const shown = (): readonly Message[] => timeline.messages

beforeEach(() => {
  model = new Model()
  change.boot(model, {
    self: { id: 'U1', name: 'ada' },
    team: { id: 'T1', name: 'Acme' },
    users: [{ id: 'U1', name: 'ada' }, { id: 'U2', name: 'linus' }],
    channels: [{ id: 'C1', name: 'general', latest: ts(1), last_read: ts(1), unread_count: 0, mention_count: 0 }],
    position: 'p1',
  })
  timeline = change.timelineOf(model, 'C1')
  timeline.messages = [{ ts: ts(1), user: 'U2', text: 'first' }]
  timeline.state = 'ready'
})

test('a message from another person is shown, counted and announced', () => {
  send({ ts: ts(2), user: 'U2', text: 'hi <@U1>' })
  expect(shown().map((m) => m.ts)).toEqual([ts(1), ts(2)])
  expect(model.channels.get('C1')).toMatchObject({ unread_count: 1, mention_count: 1, latest: ts(2) })
  expect(model.announced?.message.ts).toBe(ts(2))
})

test('the same message twice is one message and one count', () => {
  for (let times = 0; times < 2; times += 1) send({ ts: ts(2), user: 'U2', text: 'hi' })
  expect(shown()).toHaveLength(2)
  expect(model.channels.get('C1')?.unread_count).toBe(1)
})

test('an own message settles what was pending and counts for nothing', () => {
  change.putPending(model, { client_msg_id: 'm1', channel: 'C1', text: 'mine', at_ms: 0, state: 'sending' })
  send({ ts: ts(2), user: 'U1', text: 'mine', client_msg_id: 'm1' })
  expect(model.pending).toEqual([])
  expect(shown().at(-1)?.text).toBe('mine')
  expect(model.channels.get('C1')?.unread_count).toBe(0)
  expect(model.announced).toBeUndefined()
})

test('a reply goes to its thread, and to the channel only when broadcast', () => {
  const thread = change.threadOf(model, 'C1', ts(1))
  thread.state = 'ready'
  thread.messages = shown()
  send({ ts: ts(2), user: 'U2', text: 'reply', thread_ts: ts(1) })
  send({ ts: ts(3), user: 'U2', text: 'both', thread_ts: ts(1), subtype: 'thread_broadcast' })
  expect(thread.messages.map((m) => m.ts)).toEqual([ts(1), ts(2), ts(3)])
  expect(shown().map((m) => m.ts)).toEqual([ts(1), ts(3)])
  expect(model.channels.get('C1')?.unread_count).toBe(1)
})

test('the summary of a thread changes nothing else of its root', () => {
  send({ subtype: 'message_replied', message: { ts: ts(1), text: '', reply_count: 2, reply_users: ['U2'], latest_reply: ts(5) } })
  expect(shown()[0]).toMatchObject({ text: 'first', reply_count: 2, latest_reply: ts(5) })
})

test('edits and deletions reach every place a message is shown in', () => {
  const thread = change.threadOf(model, 'C1', ts(1))
  thread.state = 'ready'
  thread.messages = shown()
  send({ subtype: 'message_changed', message: { ts: ts(1), user: 'U2', text: 'changed', edited: { ts: ts(3) } } })
  expect([shown()[0]?.text, thread.messages[0]?.text]).toEqual(['changed', 'changed'])
  send({ subtype: 'message_deleted', deleted_ts: ts(1) })
  expect([shown().length, thread.messages.length]).toEqual([0, 0])
})

test('while the window stands in the past, new messages are only counted', () => {
  timeline.hasNewer = true
  send({ ts: ts(2), user: 'U2', text: 'hi' })
  expect(shown()).toHaveLength(1)
  expect(timeline.missed).toBe(1)
})

test('a full window keeps what is being read, and counts what comes', () => {
  timeline.messages = Array.from({ length: 300 }, (_, n) => ({ ts: ts(n + 1), user: 'U2', text: 'x' }))
  timeline.following = false
  send({ ts: ts(900), user: 'U2', text: 'hi' })
  expect([shown()[0]?.ts, shown().length, timeline.missed, timeline.hasNewer]).toEqual([ts(1), 300, 1, true])
  timeline.hasNewer = false
  timeline.following = true
  send({ ts: ts(901), user: 'U2', text: 'hi' })
  expect([shown()[0]?.ts, shown().at(-1)?.ts, shown().length]).toEqual([ts(2), ts(901), 300])
})

test('reactions come and go', () => {
  const item = { type: 'message', channel: 'C1', ts: ts(1) }
  send({ type: 'reaction_added', user: 'U2', reaction: 'tada', item })
  expect(shown()[0]?.reactions).toEqual([{ name: 'tada', users: ['U2'], count: 1 }])
  send({ type: 'reaction_removed', user: 'U2', reaction: 'tada', item })
  expect(shown()[0]?.reactions).toEqual([])
})

test('marks, membership, names and people', () => {
  send({ ts: ts(2), user: 'U2', text: 'hi' })
  send({ type: 'channel_marked', ts: ts(2), last_read: ts(2), unread_count: 0, mention_count: 0 })
  expect(model.channels.get('C1')).toMatchObject({ unread_count: 0, last_read: ts(2) })
  send({ type: 'channel_marked', ts: ts(2), last_read: ts(2), latest: ts(3), unread_count: 1, mention_count: 1 })
  send({ ts: ts(3), user: 'U2', text: '<@U1>, told after it was counted' })
  expect(model.channels.get('C1')).toMatchObject({ unread_count: 1, mention_count: 1, latest: ts(3) })
  send({ type: 'channel_rename', channel: { id: 'C1', name: 'all' } })
  expect(model.channels.get('C1')?.name).toBe('all')
  send({ type: 'channel_joined', channel: { id: 'C2', name: 'new' } })
  expect(model.channels.get('C2')?.is_member).toBe(true)
  send({ type: 'channel_left', channel: 'C2' })
  expect(model.channels.get('C2')?.is_member).toBe(false)
  send({ type: 'team_join', user: { id: 'U3', name: 'margaret' } })
  expect(model.users.get('U3')?.name).toBe('margaret')
})

test('what only this person sees is shown, but not counted', () => {
  send({ ts: ts(2), user: 'U2', text: 'psst', is_ephemeral: true })
  expect(shown()).toHaveLength(2)
  expect(model.channels.get('C1')?.unread_count).toBe(0)
})

test('writing stops when the message comes, or after a while', () => {
  send({ type: 'user_typing', user: 'U2' }, 1_000)
  expect([...(model.typing.get('C1')?.keys() ?? [])]).toEqual(['U2'])
  change.expireTyping(model, 60_000)
  expect(model.typing.get('C1')?.size).toBe(0)
  send({ type: 'user_typing', user: 'U2' }, 1_000)
  send({ ts: ts(2), user: 'U2', text: 'hi' })
  expect(model.typing.get('C1')?.size).toBe(0)
})

test('the workspace has its new name', () => {
  send({ type: 'team_rename', name: 'Harbour Office', domain: 'harbour' })
  expect(model.team?.name).toBe('Harbour Office')
})

test.each(['nonsense', 'constructor', '__proto__', 'toString'])('an event called %s is ignored', (type) => {
  expect(() => send({ type })).not.toThrow()
})

test('a new start answer drops what is no longer there and reloads timelines', () => {
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C2', name: 'x' }] })
  expect([...model.channels.keys()]).toEqual(['C2'])
  expect(timeline.state).toBe('new')
})
