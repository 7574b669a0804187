// What stands around a channel's messages: its bookmarks, its pins, and who is in it.

import { call, codeOf, read, readAll } from '../api/http.ts'
import type { Bookmark } from '../api/types.ts'
import * as change from '../model/change-about.ts'
import { model } from '../model/state.svelte.ts'
import { watchAlso } from '../sync/line.ts'
import { tried } from './tried.ts'

/** How many members are asked for at once; few channels have more. */
const MEMBERS_PAGE = 999
/** Whose presence is asked for in a list of members. */
const PRESENCE_MAX = 200

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

/** Asks to hear of these people coming and going while a list shows them. */
export const watchPeople = (ids: readonly string[]): void => watchAlso(ids.slice(0, PRESENCE_MAX))

/** Adds a bookmark, or changes the one with an id; throws with the server's reason for the form to show. */
export async function saveBookmark(channel: string, bookmark: Omit<Bookmark, 'id'>, id?: string): Promise<void> {
  const args = { channel_id: channel, ...bookmark }
  if (id) await call('bookmarks.edit', { ...args, bookmark_id: id })
  else await call('bookmarks.add', { ...args, type: 'link' })
  await loadBookmarks(channel)
}

export async function removeBookmark(channel: string, id: string): Promise<void> {
  await tried(() => call('bookmarks.remove', { channel_id: channel, bookmark_id: id }))
  await loadBookmarks(channel)
}

/** Someone who could not be added, and the server's reason. */
export interface Unwelcome {
  user: string
  code: string
}

/** Adds people to a channel; gives those who could not be. */
export async function invite(channel: string, users: readonly string[]): Promise<Unwelcome[]> {
  try {
    const answer = await call('conversations.invite', { channel, users: [...users], force: true })
    const refused = (answer.errors ?? []).map(({ user, error }) => ({ user, code: error }))
    for (const user of users) if (!refused.some((other) => other.user === user)) change.member(model, channel, user, true)
    return refused
  } catch (error) {
    return users.map((user) => ({ user, code: codeOf(error) }))
  }
}

export async function removeMember(channel: string, user: string): Promise<void> {
  await tried(async () => {
    await call('conversations.kick', { channel, user })
    change.member(model, channel, user, false)
  })
}
