// The clock on one's wall: the zone one chose, or else the browser's, by its rules at each moment. A zone is not an offset: in
// spring and autumn it changes, and "tomorrow at nine" is the nine of tomorrow's clock (`src/domain/zone.rs` reckons alike).

import { locale } from './index.svelte.ts'

const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** How many seconds a zone is ahead of UTC at a moment; nothing for a zone nobody knows. */
export function zoneOffset_s(zone: string, at: Date): number | undefined {
  try {
    let format = formats.get(zone)
    if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })))
    const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''
    const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(name)
    if (!match) return undefined
    const ahead_s = (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * 60
    return match[1] === '-' ? -ahead_s : ahead_s
  } catch {
    return undefined
  }
}

/** Sets the clock to a zone; without one, or with one this browser does not know, it is the browser's. */
export function setZone(zone: string | undefined): void {
  locale.zone = zone && zoneOffset_s(zone, new Date()) !== undefined ? zone : undefined
}

const ahead_ms = (ms: number): number => {
  const chosen = locale.zone ? zoneOffset_s(locale.zone, new Date(ms)) : undefined
  return chosen === undefined ? -new Date(ms).getTimezoneOffset() * 60_000 : chosen * 1000
}

/** What the clock shows at a moment, in the UTC fields of a date. */
export const wall = (at: Date): Date => new Date(at.getTime() + ahead_ms(at.getTime()))

/** The moment at which the clock shows a time. One that it passes over is an hour later, of one that it shows twice it is the
    first. Days beyond the end of the month go on into the next. */
export function clock(year: number, month: number, day: number, hour = 0, minute = 0): Date {
  const shown = Date.UTC(year, month - 1, day, hour, minute)
  const before = ahead_ms(shown - DAY_MS)
  const fitting = [before, ahead_ms(shown + DAY_MS)].find((ahead) => ahead_ms(shown - ahead) === ahead)
  return new Date(shown - (fitting ?? before))
}

/** So many days after a moment, at an hour of that day. */
export function daysOn(from: Date, days: number, hour = 0): Date {
  const shown = wall(from)
  return clock(shown.getUTCFullYear(), shown.getUTCMonth() + 1, shown.getUTCDate() + days, hour)
}

/** The day of the week, 1 for Monday to 7 for Sunday. */
export const weekday = (at: Date): number => wall(at).getUTCDay() || 7

/** A moment as the browser's field for a day has it. */
export const dateField = (at: Date): string => String(wall(at).toJSON()).slice(0, 10)

/** A moment as the browser's field for a time has it. */
export const timeField = (at: Date): string => String(wall(at).toJSON()).slice(11, 16)

/** A moment as the browser's field for both has it. */
export const momentField = (at: Date): string => `${dateField(at)}T${timeField(at)}`

/** The moment such a field names; nothing while it is not whole. */
export function fromField(value: string): Date | undefined {
  const match = /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value)
  return match ? clock(...(match.slice(1).map(Number) as [number, number, number, number, number])) : undefined
}
