import { beforeEach, expect, test } from 'vitest'

import type { SocketEvent } from '../api/types.ts'
import { called } from '../commands/absent.ts'
import { apply } from '../sync/apply.ts'
import { ownPicture } from '../text/emoji.svelte.ts'
import * as change from './change-about.ts'
import { Model } from './state.svelte.ts'

let model: Model
const send = (event: object): void => apply(model, { type: '', channel: 'C1', ...event } as SocketEvent, 0)
const pins = (): (string | undefined)[] => (model.about.get('C1')?.pins ?? []).map((pin) => pin.message.text)

beforeEach(() => {
  model = new Model()
  change.putAbout(model, 'C1', { pins: [{ created: 1, created_by: 'U1', message: { ts: '1.1', text: 'old' } }], members: ['U1', 'U2'], everybody: true })
})

test('a message that is pinned goes first, one that is unpinned goes', () => {
  send({ type: 'pin_added', user: 'U2', channel_id: 'C1', item: { type: 'message', channel: 'C1', message: { ts: '2.1', text: 'new' } } })
  expect(pins()).toEqual(['new', 'old'])
  send({ type: 'pin_removed', user: 'U2', channel_id: 'C1', item: { type: 'message', channel: 'C1', ts: '1.1' } })
  expect(pins()).toEqual(['new'])
})

test('a pinned message that is edited says so in the list, one that is deleted goes', () => {
  send({ type: 'message', subtype: 'message_changed', message: { ts: '1.1', text: 'better' } })
  expect(pins()).toEqual(['better'])
  send({ type: 'message', subtype: 'message_deleted', deleted_ts: '1.1' })
  expect(pins()).toEqual([])
})

test('what was never asked for is not half known', () => {
  send({ type: 'pin_added', channel_id: 'C2', item: { message: { ts: '2.1', text: 'new' } } })
  send({ type: 'member_joined_channel', channel: 'C2', user: 'U3' })
  expect(model.about.get('C2')).toBeUndefined()
})

test('members come and go, once each', () => {
  send({ type: 'member_joined_channel', user: 'U3' })
  send({ type: 'member_joined_channel', user: 'U3' })
  send({ type: 'member_left_channel', user: 'U1' })
  expect(model.about.get('C1')?.members).toEqual(['U2', 'U3'])
})

test('who came is no longer missed, in the channel and in its threads', () => {
  change.absent(model, 'C1', ['U3', 'U4'])
  change.absent(model, 'C1/1.1', ['U3'])
  change.absent(model, 'C10', ['U3'])
  send({ type: 'member_joined_channel', user: 'U3' })
  expect([...model.absent]).toEqual([['C1', ['U4']], ['C10', ['U3']]])
})

test('a text calls people by id, each once', () => {
  expect(called('<@U1> and <@W2|grace>: <@U1>, <#C1>, <!here>, &lt;@U3&gt;')).toEqual(['U1', 'W2'])
  expect(called('nobody')).toEqual([])
})

test('only a picture that this server keeps is fetched, and from this server', () => {
  const mark = '0123456789abcdef'.repeat(2)
  expect(ownPicture(`https://chat.example/emoji/${mark}`)).toBe(`/emoji/${mark}`)
  expect(ownPicture('https://example.org/party.png')).toBeUndefined()
})
