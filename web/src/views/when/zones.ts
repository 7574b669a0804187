// Time zones as people look for them: by a city, a country, the name of the time, or how far ahead of UTC it is.

import { locale } from '../../i18n/index.svelte.ts'
import { zoneOffset_s } from '../../i18n/zone.ts'
import { EXACT, fit, WITHIN } from '../../text/fit.ts'

export interface Zone {
  id: string
  city: string
  /** The country in the page's language; nothing where the browser does not tell. */
  country: string
  /** What its time is called there, such as "Mitteleuropäische Zeit". */
  called: string
  ahead_s: number
}

/** Cities that browsers still list by a name they once had. */
const NOW: Record<string, string> = { Calcutta: 'Kolkata', Kiev: 'Kyiv', Saigon: 'Ho Chi Minh', Rangoon: 'Yangon', Katmandu: 'Kathmandu', Godthab: 'Nuuk', Faeroe: 'Faroe' }

export function cityOf(id: string): string {
  const last = id.split('/').at(-1)?.replaceAll('_', ' ') ?? id
  return NOW[last] ?? last
}

/** "UTC+5:30" */
export function offset(ahead_s: number): string {
  const minutes = Math.abs(ahead_s) / 60
  if (!minutes) return 'UTC'
  return `UTC${ahead_s < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${minutes % 60 ? `:${String(minutes % 60).padStart(2, '0')}` : ''}`
}

type WithZones = Intl.Locale & { getTimeZones?: () => string[]; timeZones?: string[] }

/** Which country a zone belongs to, as far as the browser knows. */
function countries(language: string): Map<string, string> {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const found = new Map<string, string>()
  for (const region of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(region)
    if (!name) continue
    const there: WithZones = new Intl.Locale(`und-${region}`)
    for (const zone of there.getTimeZones?.() ?? there.timeZones ?? []) if (!found.has(zone)) found.set(zone, name)
  }
  return found
}

const called = (id: string, language: string, at: Date): string =>
  new Intl.DateTimeFormat(language, { timeZone: id, timeZoneName: 'longGeneric' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''

let known: { language: string; zones: Zone[] } | undefined

/** Every zone the browser knows, with those given, which it may not list. Reckoned once for a language. */
export function allZones(at: Date, ...also: string[]): Zone[] {
  const { language } = locale
  if (known?.language !== language) {
    const where = countries(language)
    const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...also])].flatMap((id) => {
      const ahead_s = zoneOffset_s(id, at)
      return ahead_s === undefined ? [] : [{ id, city: cityOf(id), country: where.get(id) ?? '', called: called(id, language, at), ahead_s }]
    })
    known = { language, zones: zones.sort((a, b) => a.city.localeCompare(b.city, language)) }
  }
  return known.zones
}

/** How far ahead of UTC was typed, in seconds: "UTC+2", "gmt -3:30", "+05:45". */
export function readOffset(typed: string): number | undefined {
  const match = /^(utc|gmt)?\s*(?:([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?)?$/i.exec(typed.trim())
  if (!match || (!match[1] && !match[2])) return undefined
  const ahead_s = (Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0)) * 60
  return match[2] && match[2] !== '+' ? -ahead_s : ahead_s
}

/** The zones that fit what was typed, the best first; one's own stands before those that fit as well. */
export function findZones(zones: readonly Zone[], typed: string, own: string): Zone[] {
  const ahead_s = readOffset(typed)
  const named = (zone: Zone): number => fit(typed, zone.city, zone.id, zone.country) || Math.min(fit(typed, zone.called), WITHIN)
  // UTC itself before those whose clocks happen to show it.
  const far = (zone: Zone): number => (zone.ahead_s !== ahead_s ? 0 : zone.id === 'UTC' ? EXACT : WITHIN)
  const score = ahead_s === undefined ? named : far
  return zones
    .map((zone) => ({ zone, score: score(zone) }))
    .filter(({ score }) => score >= WITHIN)
    .sort((a, b) => b.score - a.score || Number(b.zone.id === own) - Number(a.zone.id === own))
    .map(({ zone }) => zone)
}
