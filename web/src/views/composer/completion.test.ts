import { beforeAll, expect, test, vi } from 'vitest'

import * as change from '../../model/change.ts'
import { Model, Timeline } from '../../model/state.svelte.ts'
import { candidates } from './candidates.ts'
import { largeCall, query } from './completion.ts'
import { usedSlash } from './slash.ts'

let model: Model
const NO_EMOJI = { rows: [], words: [] }

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
  return asked ? candidates(model, channel, asked, NO_EMOJI).map((candidate) => candidate.label) : []
}

test('what is being typed', () => {
  expect(query('hello @li')).toEqual({ mark: '@', word: 'li', from: 6 })
  expect(query('/to')).toEqual({ mark: '/', word: 'to', from: 0 })
  for (const none of ['a@b', 'at 10:3', ':', 'see /to', '/topic x', 'x @ada y']) expect(query(none), none).toBeUndefined()
})

test('members of the channel come first, others are marked', () => {
  expect(labels('C2', '@li')).toEqual(['@lighthouse', 'lisa', 'linus'])
  expect(candidates(model, 'C2', { mark: '@', word: 'linus', from: 0 }, NO_EMOJI)[0]?.note).toBe('not in this channel')
  expect(candidates(model, 'C2', { mark: '@', word: 'lisa', from: 0 }, NO_EMOJI)[0]?.note).toBeUndefined()
})

test('calls to all say how many they reach, where there are any', () => {
  expect(candidates(model, 'C1', { mark: '@', word: 'ch', from: 0 }, NO_EMOJI)[0]).toMatchObject({ label: '@channel', note: 'notifies 29 people' })
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

/** Everybody of a small company, who said something where, and what is found by which letters. */
function company(): Model {
  const model = new Model()
  change.boot(model, {
    self: { id: 'U1', name: 'ada', real_name: 'Ada Lovelace' },
    team: { id: 'T1', name: 'Acme' },
    users: [
      { id: 'U1', name: 'ada', real_name: 'Ada Lovelace' },
      { id: 'U2', name: 'anders', real_name: 'Anders Ångström' },
      { id: 'U3', name: 'gross', real_name: 'Jürgen Groß' },
      { id: 'U4', name: 'hannah', real_name: 'Hannah Ahlgren' },
      { id: 'U5', name: 'chloe', real_name: 'Chloé d’Ábo' },
      { id: 'U6', name: 'alena', real_name: 'Алёна Чехова' },
      { id: 'U7', name: 'alexis', real_name: 'Αλέξης Άννας', profile: { display_name: 'Lex' } },
      { id: 'U8', name: 'annie', real_name: 'Annie Easley' },
      { id: 'U9', name: 'ann', real_name: 'Ann Zwick' },
      { id: 'B1', name: 'angelus', is_bot: true },
    ],
    channels: [
      { id: 'C1', name: 'general', is_general: true, num_members: 10, is_member: true },
      { id: 'C2', name: 'größen', num_members: 9, is_member: true },
      { id: 'C3', name: 'grosses', num_members: 2, is_member: false },
      { id: 'D8', is_im: true, user: 'U8', latest: '1700000300.000000' },
      { id: 'D4', is_im: true, user: 'U4', latest: '1700000200.000000' },
    ],
    usergroups: [{ id: 'S1', handle: 'halle', name: 'Hall keepers', users: ['U1', 'U2'] }],
  })
  model.timelines.set('C1', Object.assign(new Timeline(), { messages: [{ ts: '1700000100.000000', user: 'U9', text: 'a' }, { ts: '1700000101.000000', user: 'U2', text: 'b' }, { ts: '1700000102.000000', user: 'U6', text: '', subtype: 'channel_join' }] }))
  return model
}

test.each<[string, string, string[]]>([
  ['C1', '@ang', ['anders', 'angelus']],
  ['C1', '@ÅNG', ['anders', 'angelus']],
  ['C1', '@gro', ['gross']],
  ['C1', '@groß', ['gross']],
  ['C1', '@juergen', ['gross']],
  ['C1', '@abo', ['chloe']],
  ['C1', '@чех', ['alena']],
  ['C1', '@АЛЕ', ['alena']],
  ['C1', '@ΑΛΕ', ['alexis']],
  ['C1', '@lex', ['alexis']],
  ['C1', '@h', ['here', 'hannah', 'halle']],
  ['C1', '@H', ['here', 'hannah', 'halle']],
  ['C1', '@ch', ['channel', 'chloe']],
  ['C1', '@e', ['everyone', 'annie']],
  ['D8', '@h', ['hannah', 'halle']],
  // Who wrote here last, then with whom one wrote last, then the alphabet; oneself and programs behind all.
  ['C1', '@an', ['anders', 'ann', 'annie', 'angelus']],
  // Who is called so, before who begins so.
  ['C1', '@ann', ['ann', 'annie']],
  ['C1', '@a', ['anders', 'ann', 'annie', 'hannah', 'alexis', 'alena', 'chloe', 'angelus']],
  ['C1', '@αννα', ['alexis']],
  ['D8', '@an', ['annie', 'anders', 'ann', 'angelus']],
  ['C1', '#gro', ['größen', 'grosses']],
  ['C1', '#grö', ['größen', 'grosses']],
])('in %s, %s offers %j', (channel, typed, names) => {
  const asked = query(typed)
  expect(asked && candidates(company(), channel, asked, NO_EMOJI).map(({ insert }) => insert.slice(1, -1))).toEqual(names)
})

test('nothing typed offers people first, those one talks to most before the rest', () => {
  expect(candidates(company(), 'C1', { mark: '@', word: '', from: 0 }, NO_EMOJI).map(({ label }) => label).slice(0, 4)).toEqual(['Anders Ångström', 'Ann Zwick', 'Annie Easley', 'Hannah Ahlgren'])
})

test.each([
  ['de', ':daumen', '+1'],
  ['de', ':Daumen', '+1'],
  ['de', ':party', 'tada'],
  ['de', ':boeller', 'tada'],
  ['fr', ':pouce', '+1'],
  ['fr', ':fête', 'tada'],
  ['fr', ':fete', 'tada'],
  ['en', ':party', 'tada'],
  ['en', ':thumb', '+1'],
])('in %s, %s finds :%s:', async (language, typed, name) => {
  vi.resetModules()
  const { emojiTable } = await import('../../text/emoji.svelte.ts')
  const { vocabulary } = await import('../../text/emoji-find.svelte.ts')
  await emojiTable.load()
  await vocabulary.learn([language])
  const asked = query(typed)
  expect(asked && candidates(company(), 'C1', asked, { rows: emojiTable.rows, words: vocabulary.words }).map(({ detail }) => detail)).toContain(name)
})
