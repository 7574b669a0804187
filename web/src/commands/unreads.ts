// Reading all that is unread.

import type { Channel } from '../api/types.ts'
import * as lists from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { marks } from './marks.ts'

/** Marks everything in a channel as read. */
export async function readAll(channel: Channel): Promise<void> {
  const ts = channel.latest ?? model.lists.unreads.items.find((item) => item.channel === channel.id)?.timeline.messages.at(-1)?.ts
  lists.drop(model.lists.unreads, (item) => item.channel === channel.id)
  if (ts) await marks.read(channel.id, ts)
}

export async function readEverything(): Promise<void> {
  for (const channel of [...model.channels.values()].filter((channel) => channel.is_member !== false && channel.unread_count)) await readAll(channel)
}
