import { expect, test } from 'vitest'

import { keywords, readPreferences } from './prefs.ts'

test('what was never set, or set by something else, is as it is for everybody', () => {
  const read = readPreferences({ theme: 'dark', notify: 'loudly', dnd_days: [], text_size: 3, other: 'kept by another client' })
  expect(read).toMatchObject({ theme: 'dark', notify: 'mentions', text_size: 'm', dnd_days: [1, 2, 3, 4, 5, 6, 7] })
  expect('other' in read).toBe(false)
})

test('keywords are parted by commas', () => {
  expect(keywords(' release , Ada Lovelace,,')).toEqual(['release', 'Ada Lovelace'])
})
