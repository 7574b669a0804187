import { expect, test } from 'vitest'

import { fromTyped, offsetAt, placeOf, toTyped } from './typed.ts'

const SAID = [
  'Hello Grace, ',
  'one\ntwo\n\nthree',
  'a *bold* word, _slanted_ and `code` ',
  '- one\n- two\n    - deeper',
  '1. one\n2. two\nafter',
  '> quoted *words*\n> more\nafter',
  'see [the plan](https://example.org/plan) soon',
  '```\nlet a\n```\nafter',
  'Hi @ada :tada: #general ',
  '/topic Freeze  on  Friday ',
  'שלום עולם ',
]

test.each(SAID)('whatever stands in the plain field of %j when the rich one comes is there afterwards', (said) => {
  for (let end = 0; end <= said.length; end += 1) {
    const typed = said.slice(0, end)
    // A quote that is begun gets the blank that its next line has.
    expect(toTyped(fromTyped(typed))).toBe(typed.replace(/(?<=\n)>$/, '> '))
  }
})

test.each(SAID)('the cursor in %j goes on where it was', (said) => {
  const doc = fromTyped(said)
  const address = /\]\([^)]*\)/.exec(said)
  for (let offset = 1; offset <= said.length; offset += 1) {
    // Within the signs of a mark, and in an address, there is no place: the next one has it.
    const signs = !/^\p{L}[\p{L} ,]?$/u.test(said.slice(offset - 1, offset + 1)) || (address && offset > address.index && offset <= address.index + address[0].length)
    if (!signs) expect([offset, offsetAt(doc, placeOf(doc, offset))]).toEqual([offset, offset])
  }
})
