import { expect, test } from 'vitest'

import { readInvite } from '../nav.svelte.ts'
import { handleOf } from './handle.ts'

test('a handle has plain Latin letters, and those of every other script as they are', () => {
  expect(['Ada Lovelace', 'Jürgen Groß', 'Chloé d’Ábo', '  O’Neil-Smith ', 'Łukasz', '山田', 'สมชาย ใจดี', 'Nguyễn Thị', 'Ольга Йорк'].map(handleOf)).toEqual([
    'ada.lovelace',
    'juergen.gross',
    'chloe.d.abo',
    'o.neil-smith',
    'lukasz',
    '山田',
    'สมชาย.ใจดี',
    'nguyen.thi',
    'ольга.йорк',
  ])
  expect(handleOf('a'.repeat(90))).toHaveLength(40)
})

test('a link that lets somebody in is told from a place', () => {
  expect(readInvite('#/join/abc')).toEqual({ to: 'join', secret: 'abc' })
  expect(readInvite('#/password/abc')).toEqual({ to: 'password', secret: 'abc' })
  for (const hash of ['#/join', '#/join/', '#/threads', '#/C1/t/1.2', '#/join/a/b', '']) expect(readInvite(hash)).toBeUndefined()
})
