import { expect, test } from 'vitest'

import { address, difference, format, inFence, link, newline, type Edit, type Format } from './editing.ts'

/** `a[b]c`: the brackets are the selection; `|` is a cursor. */
function at(shown: string): Edit {
  const cursor = shown.indexOf('|')
  if (cursor >= 0) return { text: shown.replace('|', ''), start: cursor, end: cursor }
  const start = shown.indexOf('[')
  return { text: shown.replace('[', '').replace(']', ''), start, end: shown.indexOf(']') - 1 }
}
const shown = ({ text, start, end }: Edit): string => (start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`)

test.each<[string, Format, string]>([
  ['a [b] c', 'bold', 'a *[b]* c'],
  ['a *[b]* c', 'bold', 'a [b] c'],
  ['a |', 'code', 'a `|`'],
  ['one\n[two\nthree]', 'bullet', 'one\n[- two\n- three]'],
  ['[- two\n- three]', 'bullet', '[two\nthree]'],
  ['[two\nthree]', 'ordered', '[1. two\n2. three]'],
  ['[- two\n- three]', 'ordered', '1[. two\n2. three]'],
  ['sa|id', 'quote', '> sa|id'],
  ['see [x = 1] now', 'codeblock', 'see \n```\n[x = 1]\n```\n now'],
])('%s %s', (before, kind, after) => {
  expect(format(at(before), kind).text).toBe(at(after).text)
  if (kind !== 'ordered' && kind !== 'bullet') expect(shown(format(at(before), kind))).toBe(after)
})

test.each<[string, string | undefined]>([
  ['- one|', '- one\n- |'],
  ['  - one|', '  - one\n  - |'],
  ['9. nine|', '9. nine\n10. |'],
  ['> quoted|', '> quoted\n> |'],
  ['- one\n- |', '- one\n|'],
  ['words|', undefined],
  ['```\n- code|', undefined],
])('a new line in %s', (before, after) => {
  const edit = newline(at(before))
  expect(edit && shown(edit)).toBe(after)
})

test('inside a fence', () => {
  expect(inFence('```\nx', 5)).toBe(true)
  expect(inFence('```\nx\n```\n', 10)).toBe(false)
})

test('links', () => {
  expect(shown(link(at('see [the plan]!'), 'the plan', 'https://example.org'))).toBe('see [the plan](https://example.org)|!')
  expect(link(at('|'), '', 'https://example.org').text).toBe('https://example.org')
  expect(address('example.org/a')).toBe('https://example.org/a')
  expect(address('ada@example.org')).toBe('mailto:ada@example.org')
  for (const none of ['', 'two words', 'javascript:alert(1)', 'word']) expect(address(none)).toBeUndefined()
})

test('the smallest difference', () => {
  expect(difference('abcdef', 'abXdef')).toEqual({ from: 2, to: 3, insert: 'X' })
  expect(difference('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' })
  expect(difference('abc', 'abc')).toEqual({ from: 3, to: 3, insert: '' })
})
