// What a person does to channels: find, join, leave, create, open a conversation, their own preferences.

import { call, codeOf, read } from '../api/http.ts'
import type { Channel, Notify } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { tried } from '../load/tried.ts'

/** How many channels the list asks for at once. */
const LIST_PAGE = 999

/** The channels one could read, those one is in and archived ones included: page by page, as they come. */
export async function listChannels(page: (channels: Channel[]) => void): Promise<void> {
  await tried(async () => {
    let cursor: string | undefined
    do {
      const answer = await read('conversations.list', {
        types: ['public_channel', 'private_channel'],
        limit: LIST_PAGE,
        ...(cursor && { cursor }),
      })
      page(answer.channels)
      cursor = answer.response_metadata.next_cursor || undefined
    } while (cursor)
  })
}

export async function join(channel: string): Promise<boolean> {
  return (
    (await tried(async () => {
      const answer = await call('conversations.join', { channel })
      change.putChannel(model, { ...answer.channel, is_member: true })
      return true
    })) ?? false
  )
}

export async function leave(channel: string): Promise<void> {
  await tried(async () => {
    await call('conversations.leave', { channel })
    change.editChannel(model, channel, { is_member: false })
  })
}

/** Takes a direct conversation out of the sidebar until somebody writes in it. */
export async function closeDirect(channel: string): Promise<void> {
  change.editChannel(model, channel, { is_open: false })
  if (!(await tried(() => call('conversations.close', { channel })))) change.editChannel(model, channel, { is_open: true })
}

/** Creates a channel; gives its id, or throws with the server's reason for the form to show. */
export async function create(name: string, purpose: string, is_private: boolean): Promise<string> {
  const { channel } = await call('conversations.create', { name, is_private })
  change.putChannel(model, { ...channel, is_member: true })
  // The channel stands; that its description did not get there is said, and can be mended in the details.
  if (purpose) await tried(() => describe(channel.id, 'purpose', purpose))
  return channel.id
}

const DESCRIBING = {
  topic: (channel: string, topic: string) => call('conversations.setTopic', { channel, topic }),
  purpose: (channel: string, purpose: string) => call('conversations.setPurpose', { channel, purpose }),
  name: (channel: string, name: string) => call('conversations.rename', { channel, name }),
}

/** Gives a channel another topic, description or name; throws with the server's reason for the form to show. */
export async function describe(channel: string, what: keyof typeof DESCRIBING, value: string): Promise<void> {
  const answer = await DESCRIBING[what](channel, value)
  const { name, topic, purpose } = answer.channel
  change.editChannel(model, channel, { topic, purpose, ...(what === 'name' && { name }) })
}

/** Closes a channel for writing, or opens it again. */
export async function setArchived(channel: string, archived: boolean): Promise<void> {
  await tried(async () => {
    await call(archived ? 'conversations.archive' : 'conversations.unarchive', { channel })
    change.editChannel(model, channel, { is_archived: archived })
  })
}

/** Takes a direct or group conversation out of the sidebar until someone writes in it. */
export async function close(channel: string): Promise<void> {
  await tried(async () => {
    await call('conversations.close', { channel })
    change.editChannel(model, channel, { is_open: false })
  })
}

/** Opens the conversation with a person; gives its id. */
export async function openDirect(user: string): Promise<string | undefined> {
  const known = [...model.channels.values()].find((channel) => channel.is_im && channel.user === user)
  if (known) return known.id
  return tried(async () => {
    const answer = await call('conversations.open', { users: [user], return_im: true })
    change.putChannel(model, { is_im: true, user, ...answer.channel, is_member: true })
    return answer.channel.id
  })
}

/** Opens the conversation with one person or several; gives its id. */
export async function openConversation(users: string[]): Promise<string | undefined> {
  if (users.length === 1 && users[0]) return openDirect(users[0])
  return tried(async () => {
    const answer = await call('conversations.open', { users, return_im: true })
    change.putChannel(model, { is_mpim: true, ...answer.channel, is_member: true, is_open: true })
    return answer.channel.id
  })
}

/** A channel that was linked to, but is not in the sidebar. That there is none is said in its place. */
export async function lookUp(channel: string): Promise<void> {
  if (model.channels.has(channel)) return
  await tried(async () => {
    const answer = await read('conversations.info', { channel }).catch((error: unknown) => {
      if (codeOf(error) !== 'channel_not_found') throw error
    })
    if (answer) change.putChannel(model, answer.channel)
  })
}

export async function setPreference(channel: string, preference: { muted?: boolean; starred?: boolean; notify?: Notify }): Promise<void> {
  const before = model.channels.get(channel)
  if (!before) return
  change.editChannel(model, channel, {
    ...(preference.muted !== undefined && { is_muted: preference.muted }),
    ...(preference.starred !== undefined && { is_starred: preference.starred }),
    ...(preference.notify && { notify: preference.notify }),
  })
  const done = await tried(() => call('client.setChannelPrefs', { channel, ...preference }))
  if (!done) change.editChannel(model, channel, { is_muted: before.is_muted, is_starred: before.is_starred, notify: before.notify })
}
