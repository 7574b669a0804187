import { expect, test } from 'vitest'

import { markdown } from './markdown.ts'
import { text, type Node } from './tree.ts'

const line = (source: string): Node[] => {
  const [node] = markdown(source)
  return node?.t === 'para' ? node.c : []
}

test('headings, paragraphs, rules', () => {
  expect(markdown('# Title\n\nOne\ntwo\n\n---\n### Small')).toEqual([
    { t: 'heading', level: 1, c: [text('Title')] },
    { t: 'para', c: [text('One'), { t: 'break' }, text('two')] },
    { t: 'rule' },
    { t: 'heading', level: 3, c: [text('Small')] },
  ])
})

test('marks nest and what does not close is text', () => {
  expect(line('**bold _both_** and ~~gone~~ and *a*')).toEqual([
    { t: 'bold', c: [text('bold '), { t: 'italic', c: [text('both')] }] },
    text(' and '),
    { t: 'strike', c: [text('gone')] },
    text(' and '),
    { t: 'italic', c: [text('a')] },
  ])
  expect(line('2*3*4 and snake_case_name and **open')).toEqual([text('2*3*4 and snake_case_name and **open')])
  expect(line('\\*plain\\*')).toEqual([text('*plain*')])
})

test('links are only to the web and mail; a picture is a link to it', () => {
  expect(line('[a](https://example.org/x_(y)) ![cat](https://example.org/cat.png)')).toEqual([
    { t: 'link', href: 'https://example.org/x_(y)', c: [text('a')] },
    text(' '),
    { t: 'link', href: 'https://example.org/cat.png', c: [text('cat')] },
  ])
  expect(JSON.stringify(markdown('[x](javascript:alert) <javascript:alert>'))).not.toContain('"link"')
})

test('lists of both kinds, nested, with boxes', () => {
  expect(markdown('- one\n  - [x] two\n3. three')).toEqual([
    { t: 'list', ordered: false, indent: 0, start: 1, items: [[text('one')]] },
    { t: 'list', ordered: false, indent: 1, start: 1, items: [[text('☑ '), text('two')]] },
    { t: 'list', ordered: true, indent: 0, start: 3, items: [[text('three')]] },
  ])
})

test('code and quotes', () => {
  expect(markdown('> quoted\n```rust\nfn main() {}\n```\n`a`')).toEqual([
    { t: 'quote', c: [{ t: 'para', c: [text('quoted')] }] },
    { t: 'pre', s: 'fn main() {}', language: 'rust' },
    { t: 'para', c: [{ t: 'code', s: 'a' }] },
  ])
})

test('tables', () => {
  expect(markdown('| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |')).toEqual([
    { t: 'table', head: [[text('a')], [text('b')]], align: ['left', 'right'], rows: [[[text('1')], [text('2')]], [[text('3')]]] },
  ])
})

// The patience is for a busy machine: what grows with the square of the length would need minutes.
test('hostile input is read to its end', { timeout: 60_000 }, () => {
  for (const bit of ['**a ', '_', '`', '[', '](', '|-', '> ', '- ', '**', '__a', '~~']) expect(markdown(bit.repeat(100_000 / bit.length))).toBeDefined()
})

test('a table has no more cells than were written, and so many columns are text', () => {
  const wide = (columns: number): string => `${'|'.repeat(columns + 1)}\n${'-|'.repeat(columns - 1)}-\n${'|\n'.repeat(2_000)}`
  const [table] = markdown(wide(100))
  expect(table?.t === 'table' && table.rows.length).toBe(2_000)
  expect(table?.t === 'table' && table.rows.flat().length).toBeLessThanOrEqual(4_000)
  expect(markdown(wide(101)).map(({ t }) => t)).toEqual(['para'])
})
