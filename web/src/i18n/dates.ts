// Dates and times as people read them: by their own clock, through `Intl`.

import { locale, t } from './index.svelte.ts'
import { clock, dateField, daysOn, wall } from './zone.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs more than using it a thousand times, so each is made once. */
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const hourCycle = locale.clock === 'auto' ? undefined : locale.clock === '24' ? 'h23' : 'h12'
  const whole: Intl.DateTimeFormatOptions = { ...(locale.zone && { timeZone: locale.zone }), ...options, ...(hourCycle && { hourCycle }) }
  const key = `${locale.tag} ${JSON.stringify(whole)}`
  let made = formats.get(key)
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale.tag, whole)))
  return made
}

/** The moment a message name (`seconds.micros`) stands for. */
export const moment = (ts: string): Date => new Date(Number(ts) * 1000)

/** The moment that somebody's number of seconds stands for; nothing for one that no calendar has. */
export function instant(at_s: number): Date | undefined {
  const date = new Date(at_s * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}

export const time = (date: Date): string => format({ hour: 'numeric', minute: '2-digit' }).format(date)

/** The time somewhere else; nothing for a zone the browser does not know. */
export function timeIn(date: Date, zone: string): string | undefined {
  try {
    return format({ hour: 'numeric', minute: '2-digit', timeZone: zone }).format(date)
  } catch {
    return undefined
  }
}

/** The short names of the days of a week, Monday first. */
export const weekdays = (): string[] => [1, 2, 3, 4, 5, 6, 7].map((day) => format({ weekday: 'short' }).format(clock(2024, 1, day)))

export const full = (date: Date): string => format({ dateStyle: 'full', timeStyle: 'medium' }).format(date)

export const date = (date: Date): string => format({ day: 'numeric', month: 'long', year: 'numeric' }).format(date)

/** Day and time, for what is not today. */
export const dateTime = (date: Date): string => format({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(date)

/** A key that is equal for two moments of the same day. */
export const dayKey = dateField

/** The name of a day in a separator: "Today", "Yesterday", or the date. */
export function day(date: Date, now: Date): string {
  if (dayKey(date) === dayKey(now)) return t('day.today')
  if (dayKey(date) === dayKey(daysOn(now, -1))) return t('day.yesterday')
  const sameYear = wall(date).getUTCFullYear() === wall(now).getUTCFullYear()
  return format({ weekday: 'long', day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) }).format(date)
}

/** Short enough for a line beside something else: the time today, else the day with the time. */
export function brief(date: Date, now: Date): string {
  if (dayKey(date) === dayKey(now)) return time(date)
  return format({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(date)
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60]]

/** How long ago, or how far ahead: "3 hours ago". */
export function ago(date: Date, now: Date): string {
  const away_s = (date.getTime() - now.getTime()) / 1000
  const [unit, span] = UNITS.find(([, span]) => Math.abs(away_s) >= span) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(locale.tag, { numeric: 'auto' }).format(Math.trunc(away_s / span), unit)
}

/** Fills the `{date_short}` and other marks of a `<!date>` in a message. */
export function pattern(template: string, date: Date, now: Date): string {
  const pretty = (otherwise: Intl.DateTimeFormatOptions): string => {
    const near = [dayKey(now), dayKey(daysOn(now, -1))].includes(dayKey(date))
    return near ? day(date, now) : format(otherwise).format(date)
  }
  const long: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
  const middle: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }
  const short: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  const marks: Record<string, () => string> = {
    date_num: () => format({ year: 'numeric', month: '2-digit', day: '2-digit' }).format(date),
    date_slash: () => format({ year: 'numeric', month: '2-digit', day: '2-digit' }).format(date),
    date: () => format(middle).format(date),
    date_short: () => format(short).format(date),
    date_long: () => format(long).format(date),
    date_pretty: () => pretty(middle),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    date_long_full: () => format(long).format(date),
    day_divider_pretty: () => day(date, now),
    time: () => time(date),
    time_secs: () => format({ hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(date),
    ago: () => ago(date, now),
  }
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => marks[name]?.() ?? whole)
}
