// A person's preferences: their names at the server, what each may be, and what it is until it is set.

/** Says whether a value may be one of these. */
const oneOf =
  <T extends string>(...all: T[]) =>
  (value: unknown): value is T =>
    all.some((each) => each === value)
const yesNo = (value: unknown): value is boolean => typeof value === 'boolean'
const text = (value: unknown): value is string => typeof value === 'string'
const clock = (value: unknown): value is string => typeof value === 'string' && /^\d{1,2}:\d{2}$/.test(value)
const days = (value: unknown): value is number[] => Array.isArray(value) && value.length > 0 && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)

const skin = (value: unknown): value is 0 | 2 | 3 | 4 | 5 | 6 => [0, 2, 3, 4, 5, 6].some((tone) => tone === value)
const count = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0

/** How many messages somebody sends before the composer says no more which keys do what. */
export const MESSAGES_HINTED = 5

const ALL = {
  theme: [oneOf('system', 'light', 'dark'), 'system'],
  locale: [oneOf('', 'en', 'de', 'fr'), ''],
  text_size: [oneOf('s', 'm', 'l', 'xl'), 'm'],
  density: [oneOf('comfortable', 'compact'), 'comfortable'],
  reduce_motion: [yesNo, false],
  clock: [oneOf('auto', '24', '12'), 'auto'],
  /** Whether the time zone follows the browser. */
  tz_auto: [yesNo, true],
  enter_sends: [yesNo, true],
  show_joins: [yesNo, true],
  /** Which skin emoji get that have one, as Slack counts them; 0 is the yellow one. */
  skin_tone: [skin, 0],
  /** How many messages were sent, up to as many as the keys for it are said beside the field. */
  messages_sent: [count, 0],
  notify: [oneOf('all', 'mentions', 'nothing'), 'mentions'],
  notify_threads: [yesNo, true],
  notify_preview: [yesNo, true],
  notify_sound: [yesNo, false],
  /** Words, parted by commas. */
  notify_keywords: [text, ''],
  dnd_enabled: [yesNo, false],
  dnd_start_hour: [clock, '22:00'],
  dnd_end_hour: [clock, '8:00'],
  /** The days one can be reached on; Monday is 1. */
  dnd_days: [days, [1, 2, 3, 4, 5, 6, 7]],
} as const

type Checked<C> = C extends readonly [(value: unknown) => value is infer T, unknown] ? T : never
export type Preferences = { -readonly [Name in keyof typeof ALL]: Checked<(typeof ALL)[Name]> }

/** Every preference: as it was set where the value makes sense, else as it is for everybody. */
export function readPreferences(raw: Record<string, unknown>): Preferences {
  const entries = Object.entries(ALL).map(([name, [fits, otherwise]]) => [name, fits(raw[name]) ? raw[name] : otherwise])
  return Object.fromEntries(entries) as Preferences
}

/** The words that call a person as their name does. */
export const keywords = (list: string): string[] => list.split(',').map((word) => word.trim()).filter(Boolean)
