// What can be said about one person at one moment: their status, their quiet, their clock.

import type { Quiet, User } from '../api/types.ts'
import { daysOn, weekday } from '../i18n/zone.ts'

export interface Status {
  /** The emoji's name, without colons. */
  emoji: string
  text: string
  /** In seconds; 0 for never. */
  until_s: number
}

/** The status a person has now. The server takes it away at its end; this clock does not wait for it. */
export function statusOf(user: User | undefined, now: Date): Status | undefined {
  const { status_emoji = '', status_text = '', status_expiration = 0 } = user?.profile ?? {}
  if ((!status_emoji && !status_text) || (status_expiration > 0 && status_expiration * 1000 <= now.getTime())) return undefined
  return { emoji: status_emoji.replace(/^:|:$/g, '') || 'speech_balloon', text: status_text, until_s: status_expiration }
}

/** How far two clocks may be apart: quiet that began "now" at the server has begun here. */
const SKEW_S = 60

/** Until when somebody is not to be disturbed, in seconds; nothing when they may be. */
export function quietUntil(quiet: Quiet | undefined, now: Date): number | undefined {
  if (!quiet) return undefined
  const now_s = now.getTime() / 1000
  const paused = quiet.snooze_enabled && (quiet.snooze_endtime ?? 0) > now_s ? (quiet.snooze_endtime ?? 0) : 0
  const hours = quiet.dnd_enabled && quiet.next_dnd_start_ts <= now_s + SKEW_S && now_s < quiet.next_dnd_end_ts ? quiet.next_dnd_end_ts : 0
  return Math.max(paused, hours) || undefined
}

export const SPANS = ['30m', '1h', '4h', 'today', 'tomorrow', 'week'] as const
export type Span = (typeof SPANS)[number]

/** The moment a span that begins now ends. A day and a week end at midnight; tomorrow begins at nine. */
export function spanEnd(span: Span, now: Date): Date {
  const minutes = { '30m': 30, '1h': 60, '4h': 240 } as const
  if (span in minutes) return new Date(now.getTime() + minutes[span as keyof typeof minutes] * 60_000)
  if (span === 'today') return daysOn(now, 1)
  if (span === 'tomorrow') return daysOn(now, 1, 9)
  // Weeks begin on Monday: on a Sunday this one ends tonight.
  return daysOn(now, 8 - weekday(now))
}

/** The path of a person's picture, where this server keeps one. A picture from elsewhere is never fetched. */
export function picture(user: User | undefined): string | undefined {
  return /\/avatars\/[A-Z0-9]+\/[0-9a-f]{32}$/.exec(user?.profile?.image_72 ?? '')?.[0]
}
