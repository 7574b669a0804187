// The language of the page: messages by key, plurals and dates through `Intl`. Only the language that is spoken is loaded.

import { untrack } from 'svelte'

import type { FirstKey, FirstMessages } from './en.ts'
import type { LaterKey } from './later/en.ts'

export type Key = FirstKey | LaterKey
type Messages = Record<Key, string>

const languages = {
  en: async (): Promise<FirstMessages> => (await import('./en.ts')).en,
  de: async (): Promise<FirstMessages> => (await import('./de.ts')).de,
  fr: async (): Promise<FirstMessages> => (await import('./fr.ts')).fr,
}
/** What the first screen does not say comes when something else is first opened. */
const later = {
  en: async (): Promise<Partial<Messages>> => (await import('./later/en.ts')).en,
  de: async (): Promise<Partial<Messages>> => (await import('./later/de.ts')).de,
  fr: async (): Promise<Partial<Messages>> => (await import('./later/fr.ts')).fr,
}
export type Language = keyof typeof languages
export const LANGUAGES: { id: Language; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
  { id: 'fr', name: 'Français' },
]

const STORED = 'comity.language'

const known = (id: string | null | undefined): Language | undefined =>
  id && id in languages ? (id as Language) : undefined

/** The person's choice, else the first language of the browser that is spoken here, else English. */
export function choose(stored: string | null, wanted: readonly string[]): Language {
  return known(stored) ?? wanted.map((tag) => known(tag.slice(0, 2).toLowerCase())).find(Boolean) ?? 'en'
}

class Locale {
  /** Whether the later words are wanted too. */
  #whole = false
  language = $state<Language>('en')
  /** Whether hours are counted to 24, to 12, or as is usual where the language is spoken. */
  clock = $state<'auto' | '24' | '12'>('auto')
  /** The zone somebody chose for their clock; none where it is the browser's. */
  zone = $state<string | undefined>()
  messages = $state.raw({} as Messages)

  /** With the browser's region when it fits the language, so that a date looks as it does elsewhere on the machine. */
  get tag(): string {
    return navigator.languages.find((tag) => tag.toLowerCase().startsWith(this.language)) ?? this.language
  }

  /** Before the first paint, so that no other language is seen. */
  async start(): Promise<void> {
    await this.speak(choose(localStorage.getItem(STORED), navigator.languages))
    document.documentElement.lang = this.language
  }

  async set(language: Language): Promise<void> {
    localStorage.setItem(STORED, language)
    await this.start()
  }

  async speak(language: Language): Promise<void> {
    const parts = await Promise.all([languages[language](), this.#whole ? later[language]() : {}])
    this.messages = { ...parts[0], ...parts[1] } as Messages
    this.language = language
  }

  /** A part of the page that comes later, with its words. */
  async withLater<Part>(load: () => Promise<Part>): Promise<Part> {
    this.#whole = true
    // What waits for the part is not to begin again when the words change.
    const words = untrack(() => 'setup.title' in this.messages) ? undefined : this.speak(this.language)
    const [part] = await Promise.all([load(), words])
    return part
  }
}

export const locale = new Locale()

type Values = Record<string, string | number>
/** The keys that come in a singular and a plural. */
export type PluralKey = Key extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** A name as part of a sentence: one that is written from the right does not turn the words around it. */
const isolated = (value: string): string => (RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value)

export const fill = (message: string, values: Values): string =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) => isolated(String(values[name] ?? whole)))

/** Whether there are words for this. */
export const isKey = (key: string): key is Key => key in locale.messages

/** The message of a key in the page's language. */
export const t = (key: Key, values: Values = {}): string => fill(locale.messages[key], values)

/** The singular or plural of a key, with the number in `{n}`. */
export function plural(key: PluralKey, n: number, values: Values = {}): string {
  const one = new Intl.PluralRules(locale.language).select(n) === 'one'
  return t(`${key}.${one ? 'one' : 'other'}` as Key, { ...values, n: new Intl.NumberFormat(locale.tag).format(n) })
}

/** A number as the language writes it. */
export const number = (n: number): string => new Intl.NumberFormat(locale.tag).format(n)

/** Names as a sentence lists them: "Ada, Grace and Linus". */
export const list = (names: string[]): string => new Intl.ListFormat(locale.tag, { type: 'conjunction' }).format(names.map(isolated))

/** What to say about an error code. */
export function explain(code: string): string {
  const key = `error.${code}`
  return isKey(key) ? t(key) : t('error.generic')
}
