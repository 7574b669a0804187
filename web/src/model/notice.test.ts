import { expect, test } from 'vitest'

import { said, summed } from './notice.ts'

const line = (subtype: string, more = {}): ReturnType<typeof said> => said({ ts: '1.000001', subtype, text: '<@U1> did it', ...more })

test('a change is told with its value, a removal without', () => {
  expect(line('channel_topic', { topic: 'Release on *Thursday*' })).toEqual({ key: 'notice.topic', text: 'Release on *Thursday*' })
  expect(line('group_purpose', { purpose: '' })).toEqual({ key: 'notice.purpose.none' })
  expect(line('channel_name', { old_name: 'dev', name: 'engineering' })).toEqual({ key: 'notice.name', values: { old: 'dev', name: 'engineering' } })
})

test('what an import left out, and what is not known, is told in the words that came', () => {
  expect(line('channel_topic')).toBeUndefined()
  expect(line('channel_convert_to_private')).toBeUndefined()
})

test('a run of quiet lines says who came, who went and who changed something, each person once', () => {
  const by = (user: string, subtype: string) => ({ ts: '1.000001', user, subtype })
  const told = summed([by('U1', 'channel_join'), by('U2', 'group_join'), by('U2', 'channel_leave'), by('U1', 'channel_topic'), by('U1', 'pinned_item'), by('U2', 'channel_join')])
  expect(told.map(({ key, of }) => [key, of.map(({ user }) => user)])).toEqual([['notice.join', ['U1', 'U2']], ['notice.left', ['U2']], ['notice.changed', ['U1']]])
})
