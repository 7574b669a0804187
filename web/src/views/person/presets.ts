// What people are most often doing.

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
