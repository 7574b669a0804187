import { expect, test } from 'vitest'

import type { Channel } from '../api/types.ts'
import { browse } from './browse.ts'

const channels: Channel[] = [
  { id: 'C1', name: 'general', num_members: 9, created: 1, is_member: true },
  { id: 'C2', name: 'büro', num_members: 3, created: 3, topic: { value: 'The general office' } },
  { id: 'C3', name: 'attic', num_members: 3, created: 2, is_archived: true },
]
const names = (typed: string, show: 'all' | 'mine' | 'archived' = 'all', order: 'name' | 'members' | 'newest' = 'name'): string[] =>
  browse(channels, { typed, show, order }).map((channel) => channel.name ?? '')

test('channels are shown by what they are to the person', () => {
  expect(names('')).toEqual(['büro', 'general'])
  expect(names('', 'mine')).toEqual(['general'])
  expect(names('', 'archived')).toEqual(['attic'])
})

test('they come by name, by members or the newest first', () => {
  expect(names('', 'all', 'members')).toEqual(['general', 'büro'])
  expect(names('', 'all', 'newest')).toEqual(['büro', 'general'])
})

test('a name that has the letters comes before a topic that has them', () => {
  expect(names('GENERAL')).toEqual(['general', 'büro'])
  expect(names('#buro')).toEqual(['büro'])
  expect(names('nothing')).toEqual([])
})
