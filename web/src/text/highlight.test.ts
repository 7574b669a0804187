import { expect, test } from 'vitest'

import { highlight } from './highlight.ts'

const RUST = 'fn page(cursor: Cursor) -> Page {\n    let end = cursor.start + 20; // was 19\n    slice("a", end)\n}'

test('gives back every sign', () => {
  for (const code of [RUST, '<b>&amp;</b>', '', 'x', 'plain words, no code']) {
    for (const language of [undefined, 'rust', 'xml', 'js', 'unheard-of']) expect(highlight(code, language).map(({ text }) => text).join('')).toBe(code)
  }
})

test('marks what a word is', () => {
  const kinds = new Map(highlight(RUST, 'rust').map(({ text, kind }) => [text.trim(), kind]))
  expect(kinds.get('fn')).toBe('keyword')
  expect(kinds.get('20')).toBe('number')
  expect(kinds.get('// was 19')).toBe('comment')
  expect(kinds.get('"a"')).toBe('string')
})

test('guesses a language only when it is sure', () => {
  expect(highlight(RUST).some(({ kind }) => kind === 'keyword')).toBe(true)
  expect(highlight('Please bring milk\nand bread if you can')).toHaveLength(1)
  expect(highlight('This is what we do if you want to import all the things from here with the class')).toHaveLength(1)
})
