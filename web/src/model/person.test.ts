import { expect, test } from 'vitest'

import type { User } from '../api/types.ts'
import { picture, quietUntil, spanEnd, statusOf } from './person.ts'

const NOW = new Date(2026, 10, 25, 10, 0)
const now_s = NOW.getTime() / 1000
const with_profile = (profile: User['profile']): User => ({ id: 'U1', name: 'ada', profile })

test('a status is gone at its end, whether or not the server said so', () => {
  const user = with_profile({ status_emoji: ':palm_tree:', status_text: 'Away', status_expiration: now_s + 60 })
  expect(statusOf(user, NOW)).toEqual({ emoji: 'palm_tree', text: 'Away', until_s: now_s + 60 })
  expect(statusOf(user, new Date(NOW.getTime() + 60_000))).toBeUndefined()
  expect(statusOf(with_profile({ status_emoji: '', status_text: '' }), NOW)).toBeUndefined()
  expect(statusOf(with_profile({ status_emoji: ':wave::skin-tone-2:' }), NOW)?.emoji).toBe('wave::skin-tone-2')
})

test('quiet is the longer of a pause and the quiet hours', () => {
  const hours = { dnd_enabled: true, next_dnd_start_ts: now_s - 60, next_dnd_end_ts: now_s + 3_600 }
  expect(quietUntil(hours, NOW)).toBe(now_s + 3_600)
  expect(quietUntil({ ...hours, snooze_enabled: true, snooze_endtime: now_s + 7_200 }, NOW)).toBe(now_s + 7_200)
  expect(quietUntil({ ...hours, next_dnd_start_ts: now_s + 3_000 }, NOW)).toBeUndefined()
  expect(quietUntil({ ...hours, snooze_enabled: true, snooze_endtime: now_s - 1, next_dnd_end_ts: now_s - 1 }, NOW)).toBeUndefined()
})

test('spans end where people expect it', () => {
  expect(spanEnd('30m', NOW)).toEqual(new Date(2026, 10, 25, 10, 30))
  expect(spanEnd('today', NOW)).toEqual(new Date(2026, 10, 26))
  expect(spanEnd('tomorrow', NOW)).toEqual(new Date(2026, 10, 26, 9))
  expect(spanEnd('week', NOW)).toEqual(new Date(2026, 10, 30))
  expect(spanEnd('week', new Date(2026, 10, 29, 23))).toEqual(new Date(2026, 10, 30))
})

test('only a picture of this server is shown', () => {
  const mark = '0123456789abcdef0123456789abcdef'
  expect(picture(with_profile({ image_72: `https://chat.example.org/avatars/U1/${mark}` }))).toBe(`/avatars/U1/${mark}`)
  expect(picture(with_profile({ image_72: 'https://elsewhere.example/a.png' }))).toBeUndefined()
  expect(picture(with_profile({ image_72: 'https://chat.example.org/avatars/U1/drawn.png' }))).toBeUndefined()
  expect(picture(undefined)).toBeUndefined()
})
