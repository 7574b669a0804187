// The usual times for sending later.

import { dateTime } from '../../i18n/dates.ts'
import { t } from '../../i18n/index.svelte.ts'
import { daysOn, weekday } from '../../i18n/zone.ts'
import type { MenuEntry } from '../ui.svelte.ts'

/** Half an hour from now, tomorrow morning, and Monday morning, where that is another day. */
export function usual(now: Date): Date[] {
  const toMonday = 8 - weekday(now)
  return [new Date(now.getTime() + 30 * 60_000), daysOn(now, 1, 9), ...(toMonday === 1 ? [] : [daysOn(now, toMonday, 9)])]
}

/** The server holds a message for 120 days at most. */
export const latest = (now: Date): Date => daysOn(now, 119, 23)

export const laterEntries = (onpick: (at: Date) => void, oncustom: () => void): MenuEntry[] => [
  ...usual(new Date()).map((at, index) => ({ label: index ? dateTime(at) : t('later.soon'), run: () => onpick(at) })),
  { label: t('later.custom'), apart: true, run: oncustom },
]
