// How much calls the person: what the title, the icon of the page and the bottom of a phone say.

import type { Model } from '../../model/state.svelte.ts'

/** Messages that call: all in direct conversations, elsewhere those that mention. With `direct` only the former. */
export function calls(model: Model, direct = false): number {
  let sum = 0
  for (const channel of model.channels.values()) {
    if (channel.is_member === false || channel.is_muted) continue
    if (channel.is_im || channel.is_mpim) sum += channel.unread_count ?? 0
    else if (!direct) sum += channel.mention_count ?? 0
  }
  return sum
}

/** Whether anything is unread. */
export const anyUnread = (model: Model): boolean =>
  [...model.channels.values()].some((channel) => channel.is_member !== false && !channel.is_muted && !channel.is_archived && (channel.unread_count ?? 0) > 0)
