// What a person does about what stands around a channel's messages: its bookmarks, and who is in it.

import { call, codeOf } from '../api/http.ts'
import type { Bookmark } from '../api/types.ts'
import * as change from '../model/change-about.ts'
import { model } from '../model/state.svelte.ts'
import { loadBookmarks } from '../load/about.ts'
import { tried } from '../load/tried.ts'
import { watchAlso } from '../sync/line.ts'

/** Whose presence is asked for in a list of members. */
const PRESENCE_MAX = 200

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
