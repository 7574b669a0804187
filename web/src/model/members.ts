// Who may do what in a channel, as far as the page can tell: it only decides what is offered, the server decides what is done.

import type { Channel, User } from '../api/types.ts'
import { userName } from './names.ts'
import { administers } from './roles.ts'
import type { Model } from './state.svelte.ts'

export const isConversation = (channel: Channel | undefined): boolean => Boolean(channel?.is_im || channel?.is_mpim)

/** May change topic, description and members, and archive: who is in it, guests excepted. */
export const mayChange = (model: Model, channel: Channel | undefined): boolean =>
  Boolean(channel && channel.is_member !== false && !channel.is_archived && !model.self?.is_restricted)

/** May rename it and remove people: who made it, and administrators. */
export const mayRule = (model: Model, channel: Channel | undefined): boolean =>
  mayChange(model, channel) && !isConversation(channel) && (channel?.creator === model.selfId || administers(model.self))

/** May leave it: what is for everybody, and what guests were let into, is not left. */
export const mayLeave = (model: Model, channel: Channel | undefined): boolean =>
  mayChange(model, channel) && !isConversation(channel) && !channel?.is_general

export type Role = 'owner' | 'admin' | 'guest' | 'app'

/** What is said about someone beside their name. */
export function roleOf(user: User | undefined): Role | undefined {
  if (user?.is_bot) return 'app'
  if (user?.is_owner) return 'owner'
  if (user?.is_admin) return 'admin'
  return user?.is_restricted ? 'guest' : undefined
}

/** The people of these ids by name, oneself first. */
export function byName(model: Model, ids: readonly string[]): User[] {
  const users = ids.flatMap((id) => model.users.get(id) ?? [])
  const own = (user: User): number => (user.id === model.selfId ? 0 : 1)
  return users.sort((a, b) => own(a) - own(b) || userName(a).localeCompare(userName(b)))
}
