import { afterEach, beforeAll, expect, test, vi } from 'vitest'

import { spanEnd } from '../model/person.ts'
import { usual } from '../views/composer/later.ts'
import { day, dayKey, time } from './dates.ts'
import { locale } from './index.svelte.ts'
import { clock, dateField, daysOn, fromField, momentField, setZone, timeField, weekday, zoneOffset_s } from './zone.ts'

const at = (text: string): Date => new Date(text)

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
})
afterEach(() => setZone(undefined))

test('a zone is ahead of UTC by what it is at that moment', () => {
  expect(zoneOffset_s('Europe/Berlin', new Date('2026-01-15T12:00:00Z'))).toBe(3_600)
  expect(zoneOffset_s('Europe/Berlin', new Date('2026-07-15T12:00:00Z'))).toBe(7_200)
  expect(zoneOffset_s('America/St_Johns', new Date('2026-01-15T12:00:00Z'))).toBe(-12_600)
  expect(zoneOffset_s('UTC', at('2026-11-25T10:00:00Z'))).toBe(0)
  expect(zoneOffset_s('Middle/Earth', at('2026-11-25T10:00:00Z'))).toBeUndefined()
})

test('a day in spring has 23 hours, and tomorrow at nine is nine', () => {
  setZone('Europe/Berlin')
  const evening = at('2026-03-28T20:00:00Z')
  expect(timeField(evening)).toBe('21:00')
  expect(daysOn(evening, 1, 9)).toEqual(at('2026-03-29T07:00:00Z'))
  expect(daysOn(evening, 2, 9)).toEqual(at('2026-03-30T07:00:00Z'))
  // In autumn the day has 25.
  expect(daysOn(at('2026-10-24T20:00:00Z'), 1, 9)).toEqual(at('2026-10-25T08:00:00Z'))
})

test('a time that is passed over is an hour later, one that comes twice the first', () => {
  setZone('Europe/Berlin')
  expect(clock(2026, 3, 29, 2, 30)).toEqual(at('2026-03-29T01:30:00Z'))
  expect(clock(2026, 10, 25, 2, 30)).toEqual(at('2026-10-25T00:30:00Z'))
  setZone('America/New_York')
  expect(clock(2026, 3, 8, 2, 30)).toEqual(at('2026-03-08T07:30:00Z'))
  expect(clock(2026, 11, 1, 1, 30)).toEqual(at('2026-11-01T05:30:00Z'))
  // Half an hour, and midnight itself.
  setZone('Australia/Lord_Howe')
  expect(clock(2026, 10, 4, 2, 15)).toEqual(at('2026-10-03T15:45:00Z'))
  setZone('America/Santiago')
  expect(clock(2026, 9, 6)).toEqual(at('2026-09-06T04:00:00Z'))
})

test('days, weeks and fields are those of the zone, wherever the browser is', () => {
  const now = at('2026-11-29T12:30:00Z')
  setZone('Pacific/Auckland')
  expect(weekday(now)).toBe(1)
  expect(dayKey(now)).toBe('2026-11-30')
  expect(momentField(now)).toBe('2026-11-30T01:30')
  expect(fromField(momentField(now))).toEqual(now)
  expect(fromField('2026-11-30T')).toBeUndefined()
  expect(spanEnd('today', now)).toEqual(at('2026-11-30T11:00:00Z'))
  expect(spanEnd('week', now)).toEqual(at('2026-12-06T11:00:00Z'))
  expect(usual(now).slice(1).map(momentField)).toEqual(['2026-12-01T09:00', '2026-12-07T09:00'])
  setZone('America/Los_Angeles')
  expect(weekday(now)).toBe(7)
  expect(dateField(now)).toBe('2026-11-29')
  expect(spanEnd('week', now)).toEqual(at('2026-11-30T08:00:00Z'))
})

test('what is shown is by the same clock, and each moment by its own rules', () => {
  setZone('Europe/Berlin')
  expect([time(at('2026-01-15T08:00:00Z')), time(at('2026-07-15T08:00:00Z'))]).toEqual(['9:00', '10:00'])
  setZone('Pacific/Auckland')
  const now = at('2026-11-29T12:30:00Z')
  expect(dayKey(at('2026-11-29T10:59:00Z'))).not.toBe(dayKey(now))
  expect(day(at('2026-11-27T12:00:00Z'), now)).toBe('Saturday 28 November')
  setZone('Middle/Earth')
  expect(locale.zone).toBeUndefined()
})
