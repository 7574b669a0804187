// Names of people and channels as they are shown, and their order in lists.

import type { Channel, Message, User } from '../api/types.ts'
import type { Model } from './state.svelte.ts'

/** First non-empty. */
const first = (...names: (string | undefined)[]): string => names.find((name) => name?.trim()) ?? ''

export const userName = (user: User | undefined): string =>
  first(user?.profile?.display_name, user?.profile?.real_name, user?.real_name, user?.name)

export const nameOf = (model: Model, id: string | undefined): string => userName(model.users.get(id ?? '')) || (id ?? '')

export function authorName(model: Model, message: Message): string {
  return first(message.username, userName(model.users.get(message.user ?? '')), message.bot_profile?.name, message.user, message.bot_id)
}

/** The name without a mark in front. */
export function channelName(model: Model, channel: Channel | undefined): string {
  if (!channel) return ''
  if (channel.is_im) return nameOf(model, channel.user)
  if (channel.is_mpim) {
    // Slack names a group conversation `mpdm-ada--linus--grace-1`.
    const handles = (channel.name ?? '').replace(/^mpdm-/, '').replace(/-\d+$/, '').split('--')
    const byHandle = new Map([...model.users.values()].map((user) => [user.name, user]))
    return handles.filter((handle) => handle !== model.self?.name).map((handle) => userName(byHandle.get(handle)) || handle).join(', ')
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
