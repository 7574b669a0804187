// What people are most often doing, and a moment as a `datetime-local` field wants it.

import type { Key } from '../../i18n/index.svelte.ts'

export interface Preset {
  key: Key
  emoji: string
  ends: 'never' | '30m' | '1h' | '4h' | 'today' | 'week'
}

export const PRESETS: Preset[] = [
  { key: 'status.meeting', emoji: 'calendar', ends: '1h' },
  { key: 'status.commuting', emoji: 'bus', ends: '30m' },
  { key: 'status.sick', emoji: 'face_with_thermometer', ends: 'today' },
  { key: 'status.holiday', emoji: 'palm_tree', ends: 'never' },
  { key: 'status.remote', emoji: 'house_with_garden', ends: 'today' },
]

const two = (n: number): string => String(n).padStart(2, '0')

/** The moment in local time, to the minute. */
export const localValue = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
