// A time as people type it, in any of our languages: "9:30", "9h30", "21.15", "9 Uhr 30", "9 pm", "930".

import { clock } from '../../i18n/zone.ts'
import { time } from '../../i18n/dates.ts'

/** A time of the clock as it is kept: two digits each, to 24 hours. */
export type Clock = string

const MINUTES = 60
const DAY_MINUTES = 24 * MINUTES
/** How far apart the times are that are offered while nothing is typed, and once an hour is. */
const WIDE = 30
const CLOSE = 15

const padded = (n: number): string => String(n).padStart(2, '0')
export const clockOf = (minutes: number): Clock => `${padded(Math.floor(minutes / MINUTES))}:${padded(minutes % MINUTES)}`
const minutesOf = (at: Clock): number => Number(at.slice(0, 2)) * MINUTES + Number(at.slice(3, 5))

const WRITTEN = /^(\d{1,2})(?:\s*(?:[:.,h]|uhr|heures?)\s*(\d{2})?|(\d{2}))?\s*(?:uhr|h|min)?\s*(?:([ap])\.?\s?m?\.?)?$/

/** The time that was typed; nothing for what no clock shows. */
export function readTime(typed: string): Clock | undefined {
  const match = WRITTEN.exec(typed.normalize('NFKC').trim().toLowerCase())
  if (!match) return undefined
  const [, hours, after, joined, half] = match
  const hour = Number(hours)
  const minute = Number(after ?? joined ?? 0)
  if (minute >= MINUTES || hour > 23 || (half && (hour < 1 || hour > 12))) return undefined
  return clockOf((half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour) * MINUTES + minute)
}

/** A time as the person's clock shows it. The day is one on which no clock changes. */
export const shownTime = (at: Clock): string => time(clock(2024, 1, 15, Number(at.slice(0, 2)), Number(at.slice(3, 5))))

/** What is offered: every half hour, or, once an hour is typed, its quarters, those of the evening too where it may be meant.
    Nothing before `from`, and nothing for what is no time. */
export function suggestions(typed: string, from: Clock = '00:00'): Clock[] {
  const read = readTime(typed)
  const late = (minutes: number): boolean => minutes >= minutesOf(from)
  if (!read) return typed.trim() ? [] : Array.from({ length: DAY_MINUTES / WIDE }, (_, index) => index * WIDE).filter(late).map(clockOf)
  const hour = Math.floor(minutesOf(read) / MINUTES) * MINUTES
  const either = hour < DAY_MINUTES / 2 && !/[ap]\.?\s?m?\.?$/i.test(typed.trim())
  const quarters = [hour, ...(either ? [hour + DAY_MINUTES / 2] : [])].flatMap((start) => Array.from({ length: MINUTES / CLOSE }, (_, index) => start + index * CLOSE))
  return [...new Set([minutesOf(read), ...quarters])].filter(late).map(clockOf)
}
