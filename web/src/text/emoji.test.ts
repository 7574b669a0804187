import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { serverTable, table, words } from '../../build/emoji.ts'
import { find, OFTEN, vocabulary } from './emoji-find.svelte.ts'
import { emojiTable, split, toned, type Emoji } from './emoji.svelte.ts'

const rows: Emoji[] = table().map(([characters, names, group], row) => ({ characters, names, group, row, name: names.split(' ')[0] ?? '' }))

const emojiRow = (name: string): number => rows.findIndex((row) => row.names.split(' ').includes(name))

test('has the names Slack uses', () => {
  for (const name of ['+1', 'thumbsup', 'tada', 'white_check_mark', 'heart', 'wave', 'eyes', 'slightly_smiling_face']) {
    expect(rows.some((row) => row.names.split(' ').includes(name)), name).toBe(true)
  }
})

test.each(['en', 'fr', 'de'])('every emoji has words in %s', (language) => {
  const found = words(language)
  expect(found).toHaveLength(rows.length)
  expect(found.filter((line) => line === '')).toEqual([])
})

test('is found by name first, then by the words of the language', () => {
  expect(find(rows, 'tada')[0]?.name).toBe('tada')
  expect(find(rows, 'zzzz')).toEqual([])
})

test('the words of several languages are learned, each once', async () => {
  await vocabulary.learn(['de-AT', 'fr', 'xx'])
  const before = vocabulary.words[0]
  await vocabulary.learn(['de'])
  const first = (typed: string): string[] => find(rows, typed, vocabulary.words, 3).map((row) => row.name)
  expect(first('Daumen')[0]).toBe('+1')
  expect(first('pouce')).toContain('+1')
  expect(vocabulary.words[0]).toBe(before)
  // They are called as the first of them says.
  expect(vocabulary.names[emojiRow('tada')]).toBe('Konfettibombe')
})

test('what is meant most comes first, in every language', async () => {
  await emojiTable.load()
  await vocabulary.learn(['de', 'fr'])
  const first = (typed: string): string | undefined => find(rows, typed, vocabulary.words, 1)[0]?.name
  expect(['Herz', 'lach', 'Feier', 'Rakete', 'cœur', 'coeur', 'pouce', 'fête', 'chat', 'heart'].map(first)).toEqual(['heart', 'joy', 'tada', 'rocket', 'heart', 'heart', '+1', 'tada', 'cat', 'heart'])
  expect(OFTEN.filter((name) => emojiTable.row(name) === undefined)).toEqual([])
})

test('skin tones', () => {
  expect(toned('👋', 2)).toBe('👋🏻')
  expect(split('wave::skin-tone-6')).toEqual({ name: 'wave', tone: 6 })
  expect(split('wave')).toEqual({ name: 'wave' })
})

test('the server has the same names in the same order, and the same skin tones', () => {
  const server = readFileSync(new URL('../../../src/base/emoji.txt', import.meta.url), 'utf8')
  expect(server).toBe(serverTable())
})

test('every name of an emoji is one', async () => {
  await emojiTable.load()
  expect(['thumbsup', '+1', 'thumbsup::skin-tone-3', 'ours'].map((name) => emojiTable.canonical(name))).toEqual(['+1', '+1', '+1::skin-tone-3', 'ours'])
})
