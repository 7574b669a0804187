// The days of a month as a calendar has them. A day is `2026-11-30` here: it has no hour and no zone.

import { locale } from '../../i18n/index.svelte.ts'

export type Day = string

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10)

export function addDays(day: Day, days: number): Day {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + days)
  return dayOf(date)
}

/** The same day of another month; its last, where it has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, number = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  return dayOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(number, last.getUTCDate()))))
}

interface Week {
  firstDay: number
}
type WithWeek = Intl.Locale & { getWeekInfo?: () => Week; weekInfo?: Week }

/** Where weeks begin on Sunday, for browsers that do not say. */
const SUNDAY = new Set(['US', 'CA', 'MX', 'BR', 'JP', 'KR', 'TW', 'IN', 'IL', 'ZA', 'PH', 'AU'])

/** The day a week begins with where the language is spoken: 1 for Monday to 7 for Sunday. */
export function firstWeekday(tag: string): number {
  const known: WithWeek = new Intl.Locale(tag)
  return known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? (SUNDAY.has(known.maximize().region ?? '') ? 7 : 1)
}

const weekdayOf = (day: Day): number => utc(day).getUTCDay() || 7

/** The first day of the week around a day. */
export const weekStart = (day: Day, first: number): Day => addDays(day, -((weekdayOf(day) - first + 7) % 7))

/** The whole weeks a month touches. */
export function weeks(day: Day, first: number): Day[][] {
  const month = day.slice(0, 7)
  const all: Day[][] = []
  for (let start = weekStart(`${month}-01`, first); all.length === 0 || start.slice(0, 7) === month; start = addDays(start, 7)) all.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)))
  return all
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A day in the page's language. */
export function sayDay(day: Day, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale.tag} ${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale.tag, { ...options, timeZone: 'UTC' })))
  return made.format(utc(day))
}
