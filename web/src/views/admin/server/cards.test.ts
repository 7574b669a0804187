import { expect, test } from 'vitest'

import type { Health } from '../../../api/types.ts'
import { cards, needs } from './cards.ts'

const GIB = 2 ** 30
const server = (warnings: string[], free: number | null = 80): Health => ({
  ok: true,
  version: '1',
  now: 2,
  started: 1,
  public_url: 'https://chat.example.org',
  tls: true,
  store: { engine: 'redb', bytes: GIB, free_bytes: free === null ? null : free * GIB, disk_bytes: 100 * GIB, writing: true },
  keys: { root: 'identity', slots: 2, open: true, lease_secs: 300 },
  connected: { people: 3, sockets: 4 },
  reports: 0,
  jobs: [],
  damaged: [],
  warnings,
})
const states = (health: Health): string[] => cards(health).map(({ name, state }) => `${name} ${state}`)

test('all is well, and nobody is needed', () => {
  expect(new Set(cards(server([])).map(({ state }) => state))).toEqual(new Set(['well']))
  expect(needs(server([]))).toBe(0)
})

test('the worst comes first, and each warning counts once', () => {
  const health = server(['one_key', 'key_beside_data', 'store_stopped'])
  expect(states(health).slice(0, 2)).toEqual(['data affected', 'keys attention'])
  expect(needs(health)).toBe(3)
})

test('a disk is amber below fifteen of a hundred, red below five, and grey where nobody knows', () => {
  expect(states(server([], 15))).not.toContain('disk attention')
  expect(states(server([], 14))[0]).toBe('disk attention')
  expect(states(server([], 4))[0]).toBe('disk affected')
  expect(needs(server(['disk_low'], 4))).toBe(1)
  expect(states(server([], null))[0]).toBe('disk unknown')
})

test('a warning that is not known yet is shown all the same', () => {
  expect(cards(server(['something_new']))[0]).toEqual({ name: 'data', state: 'attention', codes: ['something_new'] })
})
