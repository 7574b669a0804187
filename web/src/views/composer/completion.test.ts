import { beforeAll, expect, test, vi } from 'vitest'

import * as change from '../../model/change.ts'
import { Model } from '../../model/state.svelte.ts'
import { candidates, largeCall, query, usedSlash } from './completion.ts'

let model: Model

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
  model = new Model()
  change.boot(model, {
    self: { id: 'U1', name: 'ada' },
    team: { id: 'T1', name: 'Acme' },
    users: [{ id: 'U1', name: 'ada' }, { id: 'U2', name: 'linus' }, { id: 'U3', name: 'lisa' }, { id: 'U4', name: 'liam', deleted: true }],
    channels: [{ id: 'C1', name: 'general', is_general: true, num_members: 30 }, { id: 'C2', name: 'lights', num_members: 2 }, { id: 'D1', is_im: true, user: 'U2' }],
    usergroups: [{ id: 'S1', handle: 'lighthouse', name: 'Keepers', users: ['U1', 'U2'] }],
  })
  model.about.set('C2', { members: ['U1', 'U3'], everybody: true })
})

const labels = (channel: string, typed: string): string[] => {
  const asked = query(typed)
  return asked ? candidates(model, channel, asked, []).map((candidate) => candidate.label) : []
}

test('what is being typed', () => {
  expect(query('hello @li')).toEqual({ mark: '@', word: 'li', from: 6 })
  expect(query('/to')).toEqual({ mark: '/', word: 'to', from: 0 })
  for (const none of ['a@b', 'at 10:3', ':', 'see /to', '/topic x', 'x @ada y']) expect(query(none), none).toBeUndefined()
})

test('members of the channel come first, others are marked', () => {
  expect(labels('C2', '@li')).toEqual(['@lighthouse', 'lisa', 'linus'])
  expect(candidates(model, 'C2', { mark: '@', word: 'linus', from: 0 }, [])[0]?.note).toBe('not in this channel')
  expect(candidates(model, 'C2', { mark: '@', word: 'lisa', from: 0 }, [])[0]?.note).toBeUndefined()
})

test('calls to all say how many they reach, where there are any', () => {
  expect(candidates(model, 'C1', { mark: '@', word: 'ch', from: 0 }, [])[0]).toMatchObject({ label: '@channel', note: 'calls 29 people' })
  expect(labels('C1', '@every')).toEqual(['@everyone'])
  expect(labels('C2', '@every')).toEqual([])
  expect(labels('D1', '@here')).toEqual([])
})

test('a large call is noticed before it goes out', () => {
  expect(largeCall(model, 'C1', 'hello @channel!')).toBe(29)
  expect(largeCall(model, 'C1', 'mail me@channel.example')).toBeUndefined()
  expect(largeCall(model, 'C1', 'the @channels')).toBeUndefined()
  expect(largeCall(model, 'C2', '@channel')).toBeUndefined()
})

test('commands, with what they take', () => {
  expect(labels('C1', '/to')).toEqual(['/topic'])
  expect(labels('C1', '/ki')).toEqual(['/remove'])
  expect(usedSlash('/topic a')?.name).toBe('topic')
  expect(usedSlash('/topic')).toBeUndefined()
})
