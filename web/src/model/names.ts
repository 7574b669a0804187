// Names of people and channels as they are shown, and their order in lists.

import type { Channel, Message, User } from '../api/types.ts'
import { list, plural } from '../i18n/index.svelte.ts'
import type { Model } from './state.svelte.ts'

/** First non-empty. */
const first = (...names: (string | undefined)[]): string => names.find((name) => name?.trim()) ?? ''

export const userName = (user: User | undefined): string =>
  first(user?.profile?.display_name, user?.profile?.real_name, user?.real_name, user?.name)

export const nameOf = (model: Model, id: string | undefined): string => userName(model.users.get(id ?? '')) || (id ?? '')

export function authorName(model: Model, message: Message): string {
  return first(message.username, userName(model.users.get(message.user ?? '')), message.bot_profile?.name, message.user, message.bot_id)
}

/** Who is in a group conversation besides oneself, in the order it was made: Slack names one `mpdm-ada--linus--grace-1`. */
function groupNames(model: Model, channel: Channel): string[] {
  const handles = (channel.name ?? '').replace(/^mpdm-/, '').replace(/-\d+$/, '').split('--')
  const byHandle = new Map([...model.users.values()].map((user) => [user.name, user]))
  return handles.filter((handle) => handle !== model.self?.name).map((handle) => userName(byHandle.get(handle)) || handle)
}

/** More people of a group than this are named by two of them and a number. */
const NAMED = 3

/** First names; two who share theirs get the letter of their last name, and all of it where that is the same too. */
export function firstNames(names: readonly string[]): string[] {
  // A title is no name: "Dr. Grace Murray".
  const parts = names.map((name) => name.trim().split(/\s+/).filter((word, index, all) => !(word.endsWith('.') && word.length > 2 && index < all.length - 1)))
  const steps = [
    (name: string[]): string => name[0] ?? '',
    (name: string[]): string => (name.length > 1 ? `${name[0]} ${[...(name.at(-1) ?? '')][0]}.` : (name[0] ?? '')),
    (name: string[]): string => name.join(' '),
  ]
  return parts.map((name) => {
    const alone = steps.find((say) => parts.filter((other) => say(other) === say(name)).length === 1)
    return (alone ?? (steps[2] as (name: string[]) => string))(name)
  })
}

/** How many are in a group conversation besides oneself. */
export const groupSize = (model: Model, channel: Channel): number => groupNames(model, channel).length

/** Everybody of a group conversation by their whole names, else the name: where it is looked for, and for who wants to know. */
export const fullName = (model: Model, channel: Channel | undefined): string =>
  channel?.is_mpim ? list(groupNames(model, channel)) : channelName(model, channel)

/** The name without a mark in front. */
export function channelName(model: Model, channel: Channel | undefined): string {
  if (!channel) return ''
  if (channel.is_im) return nameOf(model, channel.user)
  if (channel.is_mpim) {
    const names = firstNames(groupNames(model, channel))
    return list(names.length > NAMED ? [...names.slice(0, 2), plural('nav.more', names.length - 2)] : names)
  }
  return channel.name ?? channel.id
}

/** The name as running text calls it: `#general`, or the person's name. */
export const channelLabel = (model: Model, channel: Channel | undefined): string =>
  channel && !channel.is_im && !channel.is_mpim ? `#${channelName(model, channel)}` : channelName(model, channel)

/** One or two letters for the picture of someone without one. */
export function initials(name: string): string {
  // A handle has no blanks, so its own marks part it; a double name is one word.
  const words = name.split(/\s/.test(name.trim()) ? /\s+/ : /[._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letter = (word: string | undefined): string => [...(word ?? '')].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? ''
  return (letter(words[0]) + (words.length > 1 ? letter(words.at(-1)) : '')).toLocaleUpperCase() || '?'
}

/** Where something is unread that asks for attention: conversations first, then channels, each by name. */
export function unreadChannels(model: Model): Channel[] {
  const direct = (channel: Channel): number => (channel.is_im || channel.is_mpim ? 0 : 1)
  return [...model.channels.values()]
    .filter((channel) => channel.is_member !== false && !channel.is_archived && !channel.is_muted && (channel.unread_count ?? 0) > 0)
    .sort((a, b) => direct(a) - direct(b) || channelName(model, a).localeCompare(channelName(model, b)))
}

/** The channels a person is in and can write to, by name: where an app or a webhook can be put. */
export const writableChannels = (model: Model): Channel[] =>
  [...model.channels.values()]
    .filter((channel) => channel.is_member && !channel.is_archived && !channel.is_im && !channel.is_mpim)
    .sort((a, b) => channelName(model, a).localeCompare(channelName(model, b)))
