import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

import { locale } from '../../i18n/index.svelte.ts'
import { addMonths, firstWeekday, sayDay, weeks } from './month.ts'
import { readTime, shownTime, suggestions } from './typed.ts'
import { allZones, findZones, offset, readOffset } from './zones.ts'

const realIntl = Intl

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB', 'de-AT', 'fr-CH'] })
})
afterEach(() => {
  locale.language = 'en'
  locale.clock = 'auto'
})

describe('a time that is typed', () => {
  test.each([
    ['9:30', '09:30'], ['9h30', '09:30'], ['9 h 30', '09:30'], ['9h', '09:00'], ['9.30', '09:30'], ['21:15', '21:15'], ['2115', '21:15'], ['930', '09:30'], ['0930', '09:30'], ['9', '09:00'],
    ['9 pm', '21:00'], ['9pm', '21:00'], ['9:30 p.m.', '21:30'], ['9:30 PM', '21:30'], ['12 am', '00:00'], ['12 pm', '12:00'], ['12:05am', '00:05'], ['9 Uhr', '09:00'], ['9 Uhr 30', '09:30'], ['9:30 Uhr', '09:30'],
    [' 0:00 ', '00:00'], ['９：３０', '09:30'], ['23:59', '23:59'], ['9 heures 15', '09:15'], ['9:30\u202fPM', '21:30'],
  ])('%s is %s', (typed, read) => expect(readTime(typed)).toBe(read))

  test.each(['', 'soon', '24:00', '9:60', '13 pm', '0 am', '9:3', '99', '12345', '-9', '9:30 xm', '9:30:15'])('%s is none', (typed) => expect(readTime(typed)).toBeUndefined())

  test('is offered by half hours, and by quarters once an hour is typed', () => {
    expect(suggestions('')).toHaveLength(48)
    expect(suggestions('', '22:40')).toEqual(['23:00', '23:30'])
    expect(suggestions('9')).toEqual(['09:00', '09:15', '09:30', '09:45', '21:00', '21:15', '21:30', '21:45'])
    expect(suggestions('9 pm')).toEqual(['21:00', '21:15', '21:30', '21:45'])
    expect(suggestions('9:20')[0]).toBe('09:20')
    expect(suggestions('soon')).toEqual([])
    expect(suggestions('9', '12:00')).toEqual(['21:00', '21:15', '21:30', '21:45'])
  })

  test('is shown as the person has their clock, and read again as it was', () => {
    for (const language of ['en', 'de', 'fr'] as const) {
      for (const clock of ['auto', '12', '24'] as const) {
        Object.assign(locale, { language, clock })
        for (const at of ['00:00', '00:30', '09:15', '12:00', '12:45', '21:30']) expect(readTime(shownTime(at)), `${language} ${clock} ${shownTime(at)}`).toBe(at)
      }
    }
  })
})

/** A browser that knows no weeks. */
class Silent {
  tag: string
  constructor(tag: string) {
    this.tag = tag
  }
  maximize(): { region: string | undefined } {
    return { region: this.tag.split('-')[1] }
  }
}

describe('the calendar', () => {
  test('has whole weeks, from the day on which weeks begin there', () => {
    expect(firstWeekday('en-US')).toBe(7)
    expect(firstWeekday('en-GB')).toBe(1)
    expect(firstWeekday('de-AT')).toBe(1)
    const november = weeks('2026-11-30', 1)
    expect([november.length, november[0]?.[0], november.at(-1)?.at(-1)]).toEqual([6, '2026-10-26', '2026-12-06'])
    expect(weeks('2026-11-30', 7)[0]?.[0]).toBe('2026-11-01')
    // Four weeks to the day, and a year that ends within a week.
    expect(weeks('2027-02-10', 1)).toHaveLength(4)
    expect(weeks('2026-12-31', 1).at(-1)?.at(-1)).toBe('2027-01-03')
  })

  test('says where a week begins when the browser does not', () => {
    vi.stubGlobal('Intl', { Locale: Silent })
    expect(['en-US', 'en-GB', 'de'].map(firstWeekday)).toEqual([7, 1, 1])
    vi.stubGlobal('Intl', realIntl)
  })

  test('goes from month to month, to the last day where one is shorter', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28')
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
    locale.language = 'fr'
    expect(sayDay('2026-11-30', { month: 'long', year: 'numeric' })).toBe('novembre 2026')
  })
})

describe('a time zone', () => {
  const winter = new Date('2026-01-15T12:00:00Z')
  const found = (typed: string): string[] => findZones(allZones(winter), typed, 'Europe/Berlin').map(({ id }) => id)

  test.each([['Berlin', 'Europe/Berlin'], ['Zürich', 'Europe/Zurich'], ['zurich', 'Europe/Zurich'], ['sao paulo', 'America/Sao_Paulo'], ['New York', 'America/New_York'], ['Austria', 'Europe/Vienna'], ['utc', 'UTC']])('%s is found', (typed, id) => {
    expect(found(typed)[0]).toBe(id)
  })

  test('is found by its country and its name in the language of the page', () => {
    locale.language = 'de'
    expect(found('Österreich')).toEqual(['Europe/Vienna'])
    expect(found('osterreich')).toEqual(['Europe/Vienna'])
    expect(found('Mitteleuropäische')[0]).toBe('Europe/Berlin')
    locale.language = 'fr'
    expect(found('Suisse')).toEqual(['Europe/Zurich'])
    expect(found('Japon')).toEqual(['Asia/Tokyo'])
  })

  test('is found by how far ahead it is, the own one first', () => {
    expect(found('UTC+1')[0]).toBe('Europe/Berlin')
    expect(found('UTC+2')).toContain('Europe/Helsinki')
    expect(found('+5:45')).toEqual(expect.arrayContaining([expect.stringMatching(/^Asia\/Kat/)]))
    expect(found('GMT-3:30')).toEqual(['America/St_Johns'])
    expect(found('Middle-earth')).toEqual([])
    expect(found('')[0]).toBe('Europe/Berlin')
    expect([readOffset('+02:00'), readOffset('utc −3'), readOffset('Berlin'), readOffset('')]).toEqual([7_200, -10_800, undefined, undefined])
    expect([offset(19_800), offset(-10_800), offset(0)]).toEqual(['UTC+5:30', 'UTC−3', 'UTC'])
  })

  test('has the name its city has today', () => {
    expect(found('Kolkata')).toHaveLength(1)
    expect(found('Kyiv')).toHaveLength(1)
  })
})
