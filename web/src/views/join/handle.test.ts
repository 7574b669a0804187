import { expect, test } from 'vitest'

import { readInvite } from '../nav.svelte.ts'
import { handleOf } from './handle.ts'

test('a handle is spelled with the letters every keyboard has', () => {
  expect(['Ada Lovelace', 'Jürgen Groß', 'Chloé d’Ábo', '  O’Neil-Smith ', 'Łukasz', '山田'].map(handleOf)).toEqual([
    'ada.lovelace',
    'juergen.gross',
    'chloe.d.abo',
    'o.neil-smith',
    'lukasz',
    '',
  ])
  expect(handleOf('a'.repeat(90))).toHaveLength(40)
})

test('a link that lets somebody in is told from a place', () => {
  expect(readInvite('#/join/abc')).toEqual({ to: 'join', secret: 'abc' })
  expect(readInvite('#/password/abc')).toEqual({ to: 'password', secret: 'abc' })
  for (const hash of ['#/join', '#/join/', '#/threads', '#/C1/t/1.2', '#/join/a/b', '']) expect(readInvite(hash)).toBeUndefined()
})
