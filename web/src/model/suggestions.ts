// What a sidebar with nearly nothing in it suggests, so that a new workspace and a newcomer know how to go on.

import type { User } from '../api/types.ts'
import { administers } from './roles.ts'
import type { Model } from './state.svelte.ts'

export type Suggestion = 'invite' | 'create' | 'browse' | 'write'

/** With this many conversations a person knows their way about. */
const KNOWN = 5
/** With this many others a workspace is more than an attempt. */
const PEOPLED = 3

const person = (user: User): boolean => !user.is_bot && !user.deleted && user.id !== 'USLACKBOT'

/** Nothing once there is enough to look at; what was done already is left out. */
export function suggestions(model: Model): Suggestion[] {
  const shown = [...model.channels.values()].filter((channel) => channel.is_member !== false && !channel.is_archived && channel.is_open !== false && channel.user !== model.selfId)
  if (shown.length >= KNOWN) return []
  const direct = shown.filter((channel) => channel.is_im || channel.is_mpim).length
  const others = [...model.users.values()].filter((user) => person(user) && user.id !== model.selfId).length
  const guest = Boolean(model.self?.is_restricted)
  const all: [Suggestion, boolean][] = [
    ['invite', administers(model.self) && others < PEOPLED],
    ['browse', !guest && others > 0],
    ['create', !guest],
    ['write', others > 0 && direct === 0],
  ]
  return all.flatMap(([name, wanted]) => (wanted ? name : []))
}
