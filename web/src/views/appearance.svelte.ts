// How the page looks by the person's preferences. They are kept at the server; a copy here makes the first paint right.

import { locale } from '../i18n/index.svelte.ts'
import { readPreferences, type Preferences } from '../model/prefs.ts'
import { theme } from './theme.svelte.ts'

const STORED = 'comity.appearance'
const KEPT = ['text_size', 'density', 'reduce_motion', 'clock'] as const

function show(preferences: Preferences): void {
  const { dataset } = document.documentElement
  dataset['text'] = preferences.text_size
  dataset['density'] = preferences.density
  dataset['motion'] = preferences.reduce_motion ? 'reduced' : 'full'
  locale.clock = preferences.clock
}

function stored(): Record<string, unknown> {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}

export const appearance = {
  start: (): void => show(readPreferences(stored())),

  /** Follows the server. What was never set there stays as it was chosen in this browser, before signing in. */
  follow(raw: Record<string, unknown>, preferences: Preferences): void {
    show(preferences)
    localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(KEPT.map((name) => [name, preferences[name]]))))
    if (raw['theme'] !== undefined && preferences.theme !== theme.choice) theme.set(preferences.theme)
    if (preferences.locale && preferences.locale !== locale.language) void locale.set(preferences.locale)
  },
}
