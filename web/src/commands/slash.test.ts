import { expect, test } from 'vitest'

import { minutes, reminder, SLASHES, slashIn, slashNamed } from './slash.ts'

test('a text that begins with a command, and what is none', () => {
  expect(slashIn('/me waves')).toEqual({ name: 'me', rest: 'waves' })
  expect(slashIn('/Away')).toEqual({ name: 'away', rest: '' })
  for (const text of ['/etc/hosts is a file', '/', '// comment', ' /me', 'a /me', '/1']) expect(slashIn(text), text).toBeUndefined()
})

test('every command has a name of its own', () => {
  const names = SLASHES.flatMap(({ name, also = [] }) => [name, ...also])
  expect(new Set(names).size).toBe(names.length)
  expect(slashNamed('kick')?.name).toBe('remove')
  expect(slashNamed('foo')).toBeUndefined()
})

test.each<[string, number | undefined]>([['30', 30], ['30 minutes', 30], ['2h', 120], ['for 1 hour', 60], ['3 Stunden', 180], ['1 Tag', 1440], ['soon', undefined], ['3 wishes', undefined]])('%s', (said, expected) => {
  expect(minutes(said)).toBe(expected)
})

test.each([
  ['me to call Grace in 2 hours', { whom: 'me', text: 'call Grace', time: 'in 2 hours' }],
  ['"water the plants" tomorrow at 9:00', { whom: 'me', text: 'water the plants', time: 'tomorrow at 9:00' }],
  ['me to look at the plan on Monday at 9am', { whom: 'me', text: 'look at the plan', time: 'on Monday at 9am' }],
  ['<@U0GRACE> to sign at 14:00', { whom: '<@U0GRACE>', text: 'sign', time: 'at 14:00' }],
  ['me to ship tomorrow', { whom: 'me', text: 'ship', time: 'tomorrow' }],
])('%s', (rest, expected) => {
  expect(reminder(rest)).toEqual(expected)
})

test('a reminder without a time is none', () => {
  expect(reminder('me to call Grace')).toBeUndefined()
})
