import { beforeAll, expect, test, vi } from 'vitest'

import { brief, day, dayKey, instant, moment, pattern } from './dates.ts'

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
})

const now = new Date(2026, 2, 1, 9, 30)

test('days have names close by and dates further off', () => {
  expect(day(new Date(2026, 2, 1, 0, 1), now)).toBe('Today')
  expect(day(new Date(2026, 1, 28, 23, 59), now)).toBe('Yesterday')
  expect(day(new Date(2026, 0, 5), now)).toBe('Monday 5 January')
  expect(day(new Date(2024, 0, 5), now)).toContain('2024')
})

test('a moment is what the name of a message says', () => {
  expect(moment('1700000000.000100').getTime()).toBe(1_700_000_000_000)
  expect(dayKey(now)).toBe('2026-03-01')
})

test('brief leaves the day out today', () => {
  expect(brief(new Date(2026, 2, 1, 8, 5), now)).toBe('8:05')
  expect(brief(new Date(2026, 1, 2, 8, 5), now)).toContain('Feb')
})

test('marks of a date are filled, unknown ones stay', () => {
  expect(pattern('{date_short_pretty} at {time} {what}', new Date(2026, 2, 1, 8, 5), now)).toBe('Today at 8:05 {what}')
})

test('how long ago', () => {
  expect(pattern('{ago}', new Date(2026, 2, 1, 6, 30), now)).toBe('3 hours ago')
  expect(pattern('{ago}', new Date(2026, 2, 2, 9, 30), now)).toBe('tomorrow')
})

test('a number of seconds that no calendar has is no moment', () => {
  expect(instant(1_700_000_000)?.getTime()).toBe(1_700_000_000_000)
  expect([instant(1e300), instant(-1e300), instant(Number.NaN), instant(Number.POSITIVE_INFINITY)]).toEqual([undefined, undefined, undefined, undefined])
})
