import { expect, test } from 'vitest'

import type { User } from '../api/types.ts'
import { administers, grants, looksAfter, roleOf } from './roles.ts'

const person = (id: string, more: Partial<User> = {}): User => ({ id, name: id, ...more })
const ada = person('ada', { is_admin: true, is_owner: true, is_primary_owner: true })
const barbara = person('barbara', { is_admin: true, is_owner: true })
const grace = person('grace', { is_admin: true })
const linus = person('linus')
const edsger = person('edsger', { is_restricted: true })
const courier = person('courier', { is_bot: true })

test('a role is read off what the server says of a person', () => {
  expect([ada, grace, linus, edsger].map(roleOf)).toEqual(['owner', 'admin', 'member', 'guest'])
  expect([ada, grace, linus, undefined].map(administers)).toEqual([true, true, false, false])
})

test('owners make administrators, administrators do not', () => {
  expect(grants(barbara)).toContain('admin')
  expect(grants(grace)).toEqual(['guest', 'member'])
  expect(grants(linus)).toEqual([])
})

test('nobody looks after themselves, the first owner, or a bot', () => {
  const whom = (self: User): string[] => [ada, barbara, grace, linus, edsger, courier].filter((other) => looksAfter(self, other)).map(({ id }) => id)
  expect(whom(ada)).toEqual(['barbara', 'grace', 'linus', 'edsger'])
  expect(whom(barbara)).toEqual(['grace', 'linus', 'edsger'])
  expect(whom(grace)).toEqual(['linus', 'edsger'])
  expect(whom(linus)).toEqual([])
})
