import { describe, expect, test } from 'vitest'

import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { BANNED, GLOSSARY } from './glossary.ts'
import { de as deStewards } from './later/de.ts'
import { en as enStewards } from './later/en.ts'
import { fr as frStewards } from './later/fr.ts'

const messages: Record<'en' | 'fr' | 'de', Record<string, string>> = { en: { ...en, ...enStewards }, fr: { ...fr, ...frStewards }, de: { ...de, ...deStewards } }
const LANGUAGES = ['en', 'fr', 'de'] as const

/** Where a language rightly says it in another way. */
const OTHERWISE: Record<string, readonly string[]> = {
  // To message somebody is to write to them.
  message: ['direct.none.text', 'slash.msg', 'people.message'],
}

const words = (list: string): string[] => list.split(',').map((word) => word.trim().toLowerCase())
/** A whole word of an English message, in the plural too; what stands in a mark or in a command to type is none. */
const uses = (message: string, word: string): boolean => new RegExp(`(?<![\\w-{])${word}(?:s|’s)?(?![\\w}-])`, 'i').test(message.replace(/“comity [^”]*”/g, ''))

test('the glossary has what UX says, and no term twice', () => {
  expect(GLOSSARY.length).toBeGreaterThan(60)
  for (const { en: term, fr: french, de: german } of GLOSSARY) expect([term, french, german].every(Boolean), term).toBe(true)
  expect(new Set(GLOSSARY.map((term) => term.en)).size).toBe(GLOSSARY.length)
})

test.each(GLOSSARY.map((term) => [term.en, term] as const))('%s is called the same everywhere', (_, term) => {
  const wrong = Object.entries(messages.en)
    .filter(([, message]) => words(term.en).some((word) => uses(message, word)))
    .flatMap(([key, message]) =>
      (['fr', 'de'] as const)
        .filter((language) => !OTHERWISE[term.en]?.includes(key) && !words(term[language]).some((stem) => (messages[language][key] ?? '').toLowerCase().includes(stem)))
        .map((language) => `${key}: ${message} → ${messages[language][key]}`),
    )
  expect(wrong).toEqual([])
})

describe.each(LANGUAGES)('%s', (language) => {
  const all = Object.entries(messages[language])
  const matching = (pattern: RegExp): string[] => all.filter(([, message]) => pattern.test(message)).map(([key, message]) => `${key}: ${message}`)

  test('has none of the old wordings', () => {
    for (const banned of BANNED[language]) expect(all.filter(([, message]) => ` ${message.toLowerCase()} `.includes(banned)), banned).toEqual([])
  })

  test('has typographic quotes, apostrophes and dots, and no blank too many', () => {
    expect(matching(/["']|\.\.\.|`| {2}|^\s|\s$/)).toEqual([])
  })

  test('puts a full stop behind sentences of several, and none behind a label', () => {
    expect(matching(/\. [A-ZÄÖÜÉÀ][^.?!:…]*[^.?!:…)\]}]$/)).toEqual([])
  })
})

test('French puts a narrow space before ; ! ? and a wide one before : and inside « »', () => {
  const wrong = Object.entries(messages.fr).filter(([, message]) => /[^\u202f\s][;!?](?!\w)|[^\S\u202f][;!?]|[^\u00a0\s:\w]:(?=\s|$)|(?<!:\w+)(?<=\w):(?=\s|$)|[^\S\u00a0]:(?=\s|$)|«(?!\u00a0)|[^\u00a0]»/u.test(message.replaceAll(/&\w+;/g, '')))
  expect(wrong).toEqual([])
})

test('German quotes „so“ and keeps the blank before … together', () => {
  expect(Object.entries(messages.de).filter(([, message]) => /”|«|»|[^„]\b“(?=\w)| …(?! in 2 hours)/.test(message))).toEqual([])
})

test('English says … without a blank, and uses “ and ”', () => {
  expect(Object.entries(messages.en).filter(([, message]) => /\s…(?! in 2 hours)|„|«/.test(message))).toEqual([])
})
