// What is unread, channel by channel.

import { read } from '../api/http.ts'
import type { Channel } from '../api/types.ts'
import * as lists from '../model/change-lists.ts'
import type { UnreadChannel } from '../model/lists.svelte.ts'
import { unreadChannels } from '../model/names.ts'
import { model } from '../model/state.svelte.ts'
import { compareTs } from '../model/window.ts'
import { filled, tried } from './tried.ts'

/** How many unread messages of one channel are shown before it is opened. */
const SHOWN = 15
/** How many channels are asked for at once. */
const AT_ONCE = 4

async function unreadOf(channel: Channel): Promise<UnreadChannel | undefined> {
  const last_read = channel.last_read ?? '0'
  const page = await read('conversations.history', { channel: channel.id, oldest: last_read, onward: true, limit: SHOWN })
  const messages = page.messages.toSorted((a, b) => compareTs(a.ts, b.ts))
  return messages.length ? { channel: channel.id, timeline: lists.excerpt(messages), more: page.has_more } : undefined
}

/** Asks for every channel that has something unread. Those read meanwhile go. */
export const loadUnreads = (): Promise<void> =>
  filled(model.lists.unreads, async () => {
    const waiting = unreadChannels(model)
    const found: UnreadChannel[] = []
    while (waiting.length) found.push(...(await Promise.all(waiting.splice(0, AT_ONCE).map(unreadOf))).flatMap((item) => item ?? []))
    model.lists.unreads.items = found
  })

/** A channel where something new came while the list was shown. */
export async function addUnread(channel: Channel): Promise<void> {
  const item = await tried(() => unreadOf(channel))
  const { unreads } = model.lists
  if (item && !unreads.items.some((other) => other.channel === channel.id)) unreads.items = [...unreads.items, item]
}
