// Names as a person types them, for finding ids and for turning ids back.

import { nameOf } from '../../model/names.ts'
import { model } from '../../model/state.svelte.ts'
import type { Names } from '../../text/outgoing.ts'

/** The word that stands for a person in typed text: the handle, since a display name may have blanks. */
export const typedName = (kind: 'user' | 'channel' | 'group', id: string): string =>
  kind === 'user' ? (model.users.get(id)?.name ?? nameOf(model, id)) : kind === 'channel' ? (model.channels.get(id)?.name ?? '') : (model.groups.get(id)?.handle ?? '')

export function namesOf(): Names {
  const people = new Map<string, string>()
  for (const user of model.users.values()) {
    const shown = user.profile?.display_name
    if (shown && !people.has(shown.toLowerCase())) people.set(shown.toLowerCase(), user.id)
  }
  // A handle is unique, so it wins over a display name that looks the same.
  for (const user of model.users.values()) if (!user.deleted) people.set(user.name.toLowerCase(), user.id)
  const channels = new Map([...model.channels.values()].flatMap((channel) => (channel.name && !channel.is_im && !channel.is_mpim ? [[channel.name, channel.id] as const] : [])))
  const groups = new Map([...model.groups.values()].filter((group) => !group.date_delete).map((group) => [group.handle.toLowerCase(), group.id]))
  return { user: (name) => people.get(name.toLowerCase()), channel: (name) => channels.get(name), group: (name) => groups.get(name.toLowerCase()) }
}
