import { expect, test } from 'vitest'

import * as change from '../model/change.ts'
import { Model } from '../model/state.svelte.ts'
import { portrait, type Kept } from './keep.ts'

const message = (n: number): { ts: string; user: string; text: string } => ({ ts: `1700000000.${String(n).padStart(6, '0')}`, user: 'U2', text: `said ${n}` })

function model(): Model {
  const model = new Model()
  change.boot(model, { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [{ id: 'U2', name: 'linus' }], channels: [{ id: 'C1', name: 'general' }, { id: 'C2', name: 'random' }] })
  const timeline = change.timelineOf(model, 'C1')
  timeline.messages = Array.from({ length: 250 }, (_, n) => message(n))
  timeline.state = 'ready'
  change.timelineOf(model, 'C2')
  return model
}

test('what is kept makes the same page again: the channels, the people, and the end of what was open', () => {
  const kept = JSON.parse(JSON.stringify(portrait(model(), 7))) as Kept
  const again = new Model()
  change.boot(again, kept.boot)
  change.restore(again.timelines, kept.timelines)
  expect([...again.channels.keys()]).toEqual(['C1', 'C2'])
  expect(again.users.get('U2')?.name).toBe('linus')
  expect([...again.timelines.keys()]).toEqual(['C1'])
  expect(again.timelines.get('C1')).toMatchObject({ state: 'ready', hasOlder: true })
  expect(again.timelines.get('C1')?.messages.at(-1)?.text).toBe('said 249')
})

test('of a thread its root is kept too, and what it stands over is known to go on', () => {
  const before = model()
  const thread = change.threadOf(before, 'C1', message(0).ts)
  thread.messages = Array.from({ length: 250 }, (_, n) => message(n))
  thread.state = 'ready'
  const kept = JSON.parse(JSON.stringify(portrait(before, 7))) as Kept
  const again = new Model()
  change.restore(again.threads, kept.threads)
  const found = again.threads.get(`C1/${message(0).ts}`)
  expect(found).toMatchObject({ root: message(0).ts, hasOlder: true })
  expect([found?.messages[0]?.text, found?.messages[1]?.text, found?.messages.at(-1)?.text]).toEqual(['said 0', 'said 150', 'said 249'])
})

test('nothing is kept of a page that is not signed in', () => {
  expect(portrait(new Model(), 7)).toBeUndefined()
})
