import { describe, expect, test } from 'vitest'

import type { Channel, Message } from '../api/types.ts'
import { hasKeyword, notifies, type Ears } from './notify.ts'
import { readPreferences } from './prefs.ts'

const NOW_S = 1_764_000_000
const channel: Channel = { id: 'C1', name: 'engineering', is_channel: true, is_member: true, notify: 'default' }
const said = (text: string, more: Partial<Message> = {}): Message => ({ ts: `${NOW_S - 1}.000100`, user: 'U2', text, ...more })
const ears = (more: Partial<Ears> = {}, preferences: Record<string, unknown> = {}): Ears => ({
  self: 'U1',
  channel,
  preferences: readPreferences(preferences),
  groups: ['S1'],
  follows: false,
  quiet: false,
  looking: false,
  now_s: NOW_S,
  ...more,
})
const reply = { thread_ts: `${NOW_S - 900}.000100` }

describe('what is about the person', () => {
  test.each<[string, Message, Ears, string | undefined]>([
    ['plain talk', said('Good morning'), ears(), undefined],
    ['a mention', said('<@U1> can you look?'), ears(), 'mention'],
    ['a mention of someone else', said('<@U3> can you look?'), ears(), undefined],
    ['a call to everybody', said('<!channel> lunch'), ears(), 'mention'],
    ['a group of theirs', said('<!subteam^S1> look'), ears(), 'mention'],
    ['a direct message', said('psst'), ears({ channel: { id: 'D1', is_im: true, user: 'U2' } }), 'direct'],
    ['a group conversation', said('psst'), ears({ channel: { id: 'G1', is_mpim: true } }), 'direct'],
    ['a keyword', said('The Release is out'), ears({}, { notify_keywords: 'release' }), 'keyword'],
    ['a reply in a thread they follow', said('yes', reply), ears({ follows: true }), 'thread'],
    ['the same when threads are switched off', said('yes', reply), ears({ follows: true }, { notify_threads: false }), undefined],
    ['a reply in another thread', said('yes', reply), ears(), undefined],
    ['anything, when all is wanted', said('Good morning'), ears({}, { notify: 'all' }), 'all'],
    ['but not each reply of a thread', said('yes', reply), ears({}, { notify: 'all' }), undefined],
    ['a reply shown in the channel too', said('yes', { ...reply, subtype: 'thread_broadcast' }), ears({}, { notify: 'all' }), 'all'],
  ])('%s', (_, message, about, reason) => {
    expect(notifies(message, about)).toBe(reason)
  })
})

describe('what the person wants', () => {
  const called = said('<@U1>')
  test.each<[string, Message, Ears, string | undefined]>([
    ['nothing at all', called, ears({}, { notify: 'nothing' }), undefined],
    ['nothing of this channel', called, ears({ channel: { ...channel, notify: 'nothing' } }), undefined],
    ['all of this channel', said('hm'), ears({ channel: { ...channel, notify: 'all' } }), 'all'],
    ['only mentions of this channel', said('hm'), ears({ channel: { ...channel, notify: 'mentions' } }, { notify: 'all' }), undefined],
    ['a muted channel', called, ears({ channel: { ...channel, is_muted: true } }), undefined],
    ['a channel they are not in', called, ears({ channel: { ...channel, is_member: false } }), undefined],
    ['a channel they do not know', called, ears({ channel: undefined }), undefined],
    ['a pause, or quiet hours', called, ears({ quiet: true }), undefined],
    ['looking at it anyway', called, ears({ looking: true }), undefined],
  ])('%s', (_, message, about, reason) => {
    expect(notifies(message, about)).toBe(reason)
  })
})

describe('what nobody is told', () => {
  test.each<[string, Message]>([
    ['their own words', said('<@U1>', { user: 'U1' })],
    ['someone joining', said('<@U1> has joined', { subtype: 'channel_join' })],
    ['what only they see anyway', said('<@U1>', { is_ephemeral: true })],
    ['old news after a break in the line', said('<@U1>', { ts: `${NOW_S - 600}.000100` })],
  ])('%s', (_, message) => {
    expect(notifies(message, ears({}, { notify: 'all' }))).toBeUndefined()
  })
})

test('a keyword is a word, with any marks in it', () => {
  expect(hasKeyword('releases', 'release')).toBe(false)
  expect(hasKeyword('Über die Brücke', 'brücke')).toBe(true)
  expect(hasKeyword('we write C++, mostly', 'c++')).toBe(true)
  expect(hasKeyword('a.b', 'a*b')).toBe(false)
  expect(hasKeyword('anything', ' , ')).toBe(false)
})
