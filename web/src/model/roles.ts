// What people may do in the workspace as a whole, and who looks after whom. The server decides; this only shows it.

import type { Role } from '../api/types.ts'
import type { User } from '../api/types.ts'

export type { Role } from '../api/types.ts'

export const ROLES: readonly Role[] = ['guest', 'member', 'admin', 'owner']

export const roleOf = (user: User | undefined): Role =>
  user?.is_owner ? 'owner' : user?.is_admin ? 'admin' : user?.is_restricted ? 'guest' : 'member'

/** Owners and administrators look after people, channels and settings. */
export const administers = (user: User | undefined): boolean => Boolean(user?.is_admin || user?.is_owner)

/** The roles a person may give: owners and administrators are made by owners. */
export const grants = (self: User | undefined): Role[] => (self?.is_owner ? [...ROLES] : administers(self) ? ['guest', 'member'] : [])

/** Whether a person looks after another: nobody after themselves, and after the first owner nobody at all. */
export const looksAfter = (self: User | undefined, other: User | undefined): boolean =>
  Boolean(self && other) && self?.id !== other?.id && !other?.is_bot && !other?.is_primary_owner && grants(self).includes(roleOf(other))
