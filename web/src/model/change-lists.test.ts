import { beforeEach, describe, expect, test } from 'vitest'

import type { Message } from '../api/types.ts'
import { excerpt, threadRead } from './change-lists.ts'
import * as change from './change.ts'
import { Model } from './state.svelte.ts'
import { justBefore } from './window.ts'

let model: Model

/** Ada is in one channel and follows one thread there. */
beforeEach(() => {
  model = new Model()
  model.self = { id: 'UADA', name: 'ada' }
  model.channels.set('C1', { id: 'C1', last_read: '1.000000', latest: '1.000000' })
  model.channels.set('D1', { id: 'D1', is_im: true, user: 'ULINUS' })
  model.lists.mentions.state = 'ready'
  const root: Message = { ts: '1.000000', user: 'UADA', text: 'Which colour?', thread_ts: '1.000000', reply_count: 1 }
  model.lists.threads.items = [{ channel: 'C1', thread_ts: '1.000000', last_read: '1.500000', latest_reply: '1.500000', unread_count: 0, timeline: excerpt([root], '1.500000') }]
})

const arrives = (channel: string, message: Message): void => {
  change.posted(model, channel, message)
  change.counted(model, channel, message)
}

describe('mentions', () => {
  test('a call comes on top, once, and from inside a thread too', () => {
    arrives('C1', { ts: '2.000000', user: 'ULINUS', text: 'hi <@UADA>' })
    arrives('C1', { ts: '2.000000', user: 'ULINUS', text: 'hi <@UADA>' })
    arrives('C1', { ts: '3.000000', user: 'ULINUS', text: '<@UADA>, blue', thread_ts: '1.000000' })
    expect(model.lists.mentions.items.map(({ ts }) => ts)).toEqual(['3.000000', '2.000000'])
  })

  test('a direct message calls, but is a mention only when it names', () => {
    arrives('D1', { ts: '2.000000', user: 'ULINUS', text: 'hi' })
    expect(model.lists.mentions.items).toEqual([])
    arrives('D1', { ts: '3.000000', user: 'ULINUS', text: 'hi <@UADA>' })
    expect(model.lists.mentions.items.length).toBe(1)
  })
})

describe('threads', () => {
  const thread = () => model.lists.threads.items[0]

  test('a reply of another person is unread until it is read, one of her own is not', () => {
    arrives('C1', { ts: '2.000000', user: 'ULINUS', text: 'green', thread_ts: '1.000000' })
    arrives('C1', { ts: '2.100000', user: 'ULINUS', text: 'or blue', thread_ts: '1.000000' })
    expect([thread()?.unread_count, thread()?.latest_reply, model.lists.unreadThreads]).toEqual([2, '2.100000', 1])
    threadRead(model, 'C1', '1.000000', '2.100000')
    arrives('C1', { ts: '3.000000', user: 'UADA', text: 'blue', thread_ts: '1.000000' })
    expect([thread()?.unread_count, model.lists.unreadThreads]).toEqual([0, 0])
    expect(thread()?.timeline.messages.length).toBe(4)
  })
})

test('an edit, a reaction and a deletion reach every excerpt', () => {
  arrives('C1', { ts: '2.000000', user: 'ULINUS', text: 'hi <@UADA>', is_starred: true })
  const shown = () => model.lists.mentions.items[0]?.timeline.messages[0]
  change.changed(model, 'C1', { ts: '2.000000', user: 'ULINUS', text: 'hello <@UADA>' })
  change.reacted(model, 'C1', '2.000000', 'eyes', 'ULINUS', true)
  expect([shown()?.text, shown()?.reactions?.length, shown()?.is_starred]).toEqual(['hello <@UADA>', 1, true])
  change.deleted(model, 'C1', '2.000000')
  expect(shown()).toBeUndefined()
})

test('just before a message is one millionth of a second earlier, whatever its digits', () => {
  expect(justBefore('1795600800.000100')).toBe('1795600800.000099')
  expect(justBefore('1795600800.000000')).toBe('1795600799.999999')
  expect(justBefore('1.000000')).toBe('0.999999')
})
