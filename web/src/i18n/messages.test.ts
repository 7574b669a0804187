import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { describe, expect, test } from 'vitest'

import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { choose, fill } from './index.svelte.ts'
import { de as deStewards } from './later/de.ts'
import { en as enStewards } from './later/en.ts'
import { fr as frStewards } from './later/fr.ts'

const all = { ...en, ...enStewards }

const marks = (message: string): string[] => [...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

describe.each([
  ['German', de, deStewards],
  ['French', fr, frStewards],
])('%s', (_, first, stewards) => {
  const messages = { ...first, ...stewards }

  test('has every key and no other', () => {
    expect(Object.keys(first).sort()).toEqual(Object.keys(en).sort())
    expect(Object.keys(stewards).sort()).toEqual(Object.keys(enStewards).sort())
  })

  test('leaves no message empty and keeps what is filled in', () => {
    for (const [key, message] of Object.entries(all)) {
      const other = messages[key as keyof typeof all]
      expect(other.trim(), key).not.toBe('')
      expect(marks(other), key).toEqual(marks(message))
    }
  })
})

test('every plural has both its forms', () => {
  const keys = Object.keys(all)
  const plurals = keys.filter((key) => /\.(one|other)$/.test(key) && key !== 'typing.one')
  for (const key of plurals) expect(keys).toContain(key.replace(/\.(one|other)$/, key.endsWith('.one') ? '.other' : '.one'))
})

test('the language is the stored one, else the first the browser asks for that is spoken here', () => {
  expect(choose('fr', ['de-CH'])).toBe('fr')
  expect(choose(null, ['it-CH', 'de-CH', 'en'])).toBe('de')
  expect(choose('xx', ['ja'])).toBe('en')
})

test('a value that looks like a mark is not filled in again', () => {
  expect(fill('{a} {b} {c}', { a: '{b}', b: 2 })).toBe('{b} 2 {c}')
})

test('every key is used somewhere', () => {
  const root = resolve(import.meta.dirname, '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !/^i18n\/(stewards\/)?(en|de|fr)\.ts$|\.test\.ts$/.test(path))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  // `emoji.group.${...}` uses all keys that begin so.
  const prefixes = [...sources.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((match) => match[1] ?? '')
  const unused = Object.keys(all).filter((key) => {
    const base = key.replace(/\.(one|other)$/, '')
    return !sources.includes(`'${key}'`) && !sources.includes(`'${base}'`) && !prefixes.some((prefix) => key.startsWith(prefix))
  })
  expect(unused).toEqual([])
})
