// What stands around a channel's messages: its bookmarks, its pins, and who is in it.

import { read, readAll } from '../api/http.ts'
import * as change from '../model/change-about.ts'
import { model } from '../model/state.svelte.ts'

/** How many members are asked for at once; few channels have more. */
const MEMBERS_PAGE = 999
/** Channels whose surroundings are being asked for. */
const busy = new Set<string>()

/** Asks for what the header shows of a channel. What cannot be had now is asked for when the channel is opened again. */
export async function loadAbout(channel: string): Promise<void> {
  const { bookmarks, pins, members } = model.about.get(channel) ?? {}
  if (busy.has(channel) || (bookmarks && pins && members)) return
  busy.add(channel)
  await Promise.all([bookmarks ?? loadBookmarks(channel), pins ?? loadPins(channel), members ?? loadMembers(channel, 1)])
  busy.delete(channel)
}

export async function loadBookmarks(channel: string): Promise<void> {
  const answer = await readAll('bookmarks.list', { channel_id: channel }).catch(() => undefined)
  if (answer) change.putAbout(model, channel, { bookmarks: answer.bookmarks })
}

async function loadPins(channel: string): Promise<void> {
  const answer = await readAll('pins.list', { channel }).catch(() => undefined)
  if (answer) change.putAbout(model, channel, { pins: answer.items })
}

/** Who is in a channel: the first pages, or without a number everybody. */
export async function loadMembers(channel: string, pages = Infinity): Promise<void> {
  if (model.about.get(channel)?.everybody) return
  const members: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page += 1) {
    const answer = await read('conversations.members', {
      channel,
      limit: MEMBERS_PAGE,
      ...(cursor && { cursor }),
    }).catch(() => undefined)
    if (!answer) return
    members.push(...answer.members)
    cursor = answer.response_metadata.next_cursor || undefined
    if (!cursor) break
  }
  change.putAbout(model, channel, { members, everybody: !cursor })
}
