import { expect, test } from 'vitest'

import { text } from '../../text/tree.ts'
import { chosenOf, colour, nodesOf, optionsOf } from './read.ts'

test('only a colour becomes one', () => {
  expect(colour('#36a64f')).toBe('#36a64f')
  expect(colour('36a64f')).toBe('#36a64f')
  expect(colour('danger')).toBe('#c4372c')
  for (const other of ['red;background:url(//x)', 'expression(1)', 'constructor', '', undefined, {}, '#12345']) expect(colour(other)).toBeUndefined()
})

test('plain text knows emoji and nothing else', () => {
  expect(nodesOf({ type: 'plain_text', text: '*a* :tada: <@U1>' })).toEqual([text('*a* '), { t: 'emoji', name: 'tada' }, text(' <@U1>')])
  expect(nodesOf({ type: 'mrkdwn', text: '*a*' })).toEqual([{ t: 'bold', c: [text('a')] }])
  expect(nodesOf({ type: 'raw_number', value: 3 })).toEqual([text('3')])
})

test('broken shapes say nothing and do not throw', () => {
  for (const broken of [undefined, null, 3, [], { type: 3 }, { text: {} }]) expect(() => nodesOf(broken)).not.toThrow()
  expect(optionsOf({ options: 'no', option_groups: [{ options: [{ text: { type: 'plain_text', text: 'a' }, value: 'v' }] }, null] })).toEqual([{ label: 'a', description: '', value: 'v' }])
  expect([...chosenOf({ initial_options: [{ value: 'v' }] })]).toEqual(['v'])
})
