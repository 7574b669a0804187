import { expect, test } from 'vitest'

import { calls } from './called.ts'
import { rich } from './rich.ts'
import { text } from './tree.ts'

const block = (...elements: object[]): { type: string; elements: object[] } => ({ type: 'rich_text', elements })

test('styles nest around text', () => {
  const nodes = rich(block({ type: 'rich_text_section', elements: [{ type: 'text', text: 'hi', style: { bold: true, italic: true } }] }))
  expect(nodes).toEqual([{ t: 'bold', c: [{ t: 'italic', c: [text('hi')] }] }])
})

test('mentions, emoji, links and line ends', () => {
  const nodes = rich(
    block({
      type: 'rich_text_section',
      elements: [
        { type: 'user', user_id: 'U1' },
        { type: 'text', text: ' a\nb ' },
        { type: 'emoji', name: 'wave', skin_tone: 2 },
        { type: 'link', url: 'https://example.org', text: 'here' },
        { type: 'link', url: 'javascript:alert(1)', text: 'no' },
        { type: 'broadcast', range: 'here' },
      ],
    }),
  )
  expect(nodes).toEqual([
    { t: 'user', id: 'U1' },
    text(' a'),
    { t: 'break' },
    text('b '),
    { t: 'emoji', name: 'wave', tone: 2 },
    { t: 'link', href: 'https://example.org/', c: [text('here')] },
    text('no'),
    { t: 'broadcast', range: 'here' },
  ])
})

test('lists keep their order, indent and start', () => {
  const item = { type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }
  expect(rich(block({ type: 'rich_text_list', style: 'ordered', indent: 1, offset: 2, elements: [item] }))).toEqual([
    { t: 'list', ordered: true, indent: 1, start: 3, items: [[text('x')]] },
  ])
})

test('an element of an unknown kind shows its text, and broken blocks do not throw', () => {
  expect(rich(block({ type: 'rich_text_section', elements: [{ type: 'hologram', text: 'boo' }, {}] }))).toEqual([text('boo')])
  expect(rich({ type: 'rich_text' })).toEqual([])
  expect(rich({ type: 'rich_text', elements: 'no' })).toEqual([])
})

test('code, colours, dates with a link, code with a language', () => {
  const nodes = rich(
    block(
      { type: 'rich_text_section', elements: [
        { type: 'text', text: 'a', style: { code: true } },
        { type: 'link', url: 'https://example.org', text: 'b', style: { code: true } },
        { type: 'color', value: '#ff0000' },
        { type: 'date', timestamp: 1, format: '{date}', url: 'https://example.org/', fallback: 'x' },
      ] },
      { type: 'rich_text_preformatted', language: 'rust', elements: [{ type: 'text', text: 'fn' }] },
    ),
  )
  expect(nodes).toEqual([
    { t: 'code', s: 'a' },
    { t: 'link', href: 'https://example.org/', c: [{ t: 'code', s: 'b' }] },
    { t: 'color', value: '#ff0000' },
    { t: 'date', at_s: 1, format: '{date}', href: 'https://example.org/', fallback: 'x' },
    { t: 'pre', s: 'fn', language: 'rust' },
  ])
})

test('a name in the style of code is shown and calls nobody', () => {
  const named = (style?: object) => block({ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1', style }] })
  const message = (style?: object) => ({ type: 'message', ts: '1.000000', text: '', blocks: [named(style)] }) as never
  expect(rich(named({ code: true }))).toEqual([{ t: 'user', id: 'U1', code: true }])
  expect(calls(message({ code: true }), 'U1', [])).toBe(false)
  expect(calls(message(), 'U1', [])).toBe(true)
})
