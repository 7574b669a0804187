// What can be said about one message, as pure functions.

import type { Channel, Message, Reaction } from '../api/types.ts'
import { calls } from '../text/called.ts'
import { emojiTable } from '../text/emoji.svelte.ts'

/** A reply that is shown only in its thread. */
export const onlyInThread = (message: Message): boolean =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts && message.subtype !== 'thread_broadcast'

export const isReply = (message: Message): boolean => message.thread_ts !== undefined && message.thread_ts !== message.ts

/** Small grey lines, not speech: joins, leaves, renames. */
export const isNotice = (message: Message): boolean =>
  /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive|convert_to_private)$/.test(message.subtype ?? '') ||
  message.subtype === 'pinned_item'

export const isJoin = (message: Message): boolean => /^(channel|group)_join$/.test(message.subtype ?? '')
/** Somebody came or went. */
export const isComing = (message: Message): boolean => /^(channel|group)_(join|leave)$/.test(message.subtype ?? '')

/** Who is shown as the author, as one key: two messages with the same key may stand under one name. */
export const authorKey = (message: Message): string =>
  message.user && !message.username ? message.user : `${message.bot_id ?? ''}/${message.username ?? message.user ?? ''}`

export const isBot = (message: Message): boolean => message.bot_id !== undefined || message.subtype === 'bot_message'

/** The one name under which the server keeps an emoji, whichever of its names was chosen: an alias is what it leads to. */
export const emojiName = (name: string, custom?: ReadonlyMap<string, string>): string =>
  emojiTable.canonical(/^alias:(.+)/.exec(custom?.get(name) ?? '')?.[1] ?? name)

/** The reactions after one person added or took back one. Adding twice and taking what is not there change nothing. */
export function react(reactions: readonly Reaction[], sent: string, user: string, add: boolean): Reaction[] {
  const name = emojiName(sent)
  const found = reactions.find((reaction) => reaction.name === name)
  if (!found) return add ? [...reactions, { name, users: [user], count: 1 }] : [...reactions]
  const there = found.users.includes(user)
  if (there === add) return [...reactions]
  const users = add ? [...found.users, user] : found.users.filter((id) => id !== user)
  const count = Math.max(found.count + (add ? 1 : -1), users.length)
  return reactions.flatMap((reaction) => (reaction !== found ? [reaction] : count > 0 ? [{ name, users, count }] : []))
}

/** Whether a message calls this person: by name, by a call to all, by a group of theirs, or because it is direct. */
export function mentions(message: Message, self: string, channel: Channel | undefined, groups: readonly string[]): boolean {
  if (message.user === self) return false
  if (channel?.is_im || channel?.is_mpim) return true
  return calls(message, self, groups)
}

/** The address of a message; of a reply, that of its place in the thread, as Slack writes it. */
export function permalink(origin: string, channel: string, message: Message): string {
  const link = `${origin}/archives/${channel}/p${message.ts.replace('.', '')}`
  return isReply(message) ? `${link}?thread_ts=${message.thread_ts}&cid=${channel}` : link
}
