// What a person may do in the workspace as a whole.

import type { User } from '../api/types.ts'

/** Owners and administrators look after people, channels and settings. */
export const administers = (user: User | undefined): boolean => Boolean(user?.is_admin || user?.is_owner)
