// The usual times for sending later.

import { dateTime } from '../../i18n/dates.ts'
import { t } from '../../i18n/index.svelte.ts'
import type { MenuEntry } from '../ui.svelte.ts'

/** Nine in the morning, by the clock of this machine, so many days from today. */
const morning = (now: Date, days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9)

/** Half an hour from now, tomorrow morning, and Monday morning, where that is another day. */
export function usual(now: Date): Date[] {
  const toMonday = ((8 - now.getDay()) % 7) || 7
  return [new Date(now.getTime() + 30 * 60_000), morning(now, 1), ...(toMonday === 1 ? [] : [morning(now, toMonday)])]
}

export const laterEntries = (onpick: (at: Date) => void, oncustom: () => void): MenuEntry[] => [
  ...usual(new Date()).map((at, index) => ({ label: index ? dateTime(at) : t('later.soon'), run: () => onpick(at) })),
  { label: t('later.custom'), apart: true, run: oncustom },
]
