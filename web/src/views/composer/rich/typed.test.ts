import { expect, test } from 'vitest'

import { schema } from './schema.ts'
import { fromTyped, toTyped } from './typed.ts'

test.each([
  '',
  'plain',
  'one\n\ntwo',
  '*bold* _slanted_ ~gone~ `code *x*`',
  '*bold _both_* after',
  'Hello @ada, see #general :tada: :wave::skin-tone-3: <b>&amp;',
  'see [the plan](https://example.org/a?b=1&c=2) and https://example.org',
  '- one\n- two\n    - deeper\n    - again\n- three',
  '1. one\n2. two\nafter',
  '3. three\n4. four',
  '- bullet\n1. number',
  'before\n- one\n\nafter',
  '> quoted *words*\n> more\nafter',
  '```\nlet a = *b*\n\n  c\n```',
  '```\nrust\nfn main() {}\n```\nafter',
  '2*3*4 and snake_case',
])('%j comes back as it was', (typed) => {
  expect(toTyped(fromTyped(typed))).toBe(typed)
})

const text = (said: string, ...names: string[]) => schema.text(said, names.map((name) => schema.mark(name)))
const doc = (...content: ReturnType<typeof text>[]) => schema.node('doc', null, [schema.node('paragraph', null, content)])

test('a mark within a word holds, and blanks stand outside of it', () => {
  const within = toTyped(doc(text('un'), text('believ', 'bold'), text('able')))
  expect(within).toBe('un\u200b*believ*\u200bable')
  expect(fromTyped(within).toJSON()).toEqual(doc(text('un'), text('believ', 'bold'), text('able')).toJSON())
  expect(toTyped(doc(text('a '), text(' b ', 'bold'), text('c')))).toBe('a  *b* c')
})

test('a mark beside a sign that no mark stands beside holds as well', () => {
  for (const [before, after] of [['a,', '(c)'], ['a/', '@ c'], ['a-', '/c'], ['a:', '&c'], ['a.', '.rs'], ['a|', '|c'], ['(', ')'], ['', ', c']] as const) {
    const sent = doc(...(before ? [text(before)] : []), text('b', 'bold'), text(after))
    expect(fromTyped(toTyped(sent)).toJSON(), before + after).toEqual(sent.toJSON())
  }
  expect(toTyped(doc(text('('), text('b', 'bold'), text('), c')))).toBe('(*b*), c')
})

test('neighbours share one pair of signs', () => {
  expect(toTyped(doc(text('a ', 'bold'), text('b', 'bold', 'italic'), text(' c', 'bold')))).toBe('*a _b_ c*')
})
