// Whether a message that arrives notifies the person, and why. One function, so that the rule can be read in one place.

import type { Channel, Message } from '../api/types.ts'
import { isNotice, mentions, onlyInThread } from './message.ts'
import { keywords, type Preferences } from './prefs.ts'

export type Reason = 'direct' | 'mention' | 'keyword' | 'thread' | 'all'

/** What the decision is made from, besides the message. */
export interface Ears {
  self: string
  channel: Channel | undefined
  preferences: Preferences
  /** The user groups the person is in. */
  groups: readonly string[]
  /** Whether the person follows the thread the message is in. */
  follows: boolean
  /** A pause or quiet hours. */
  quiet: boolean
  /** Whether the person is looking at where the message appears. */
  looking: boolean
  now_s: number
}

/** What is told after a break in the line is old news: it is counted, not shouted. */
const FRESH_S = 120

export function notifies(message: Message, ears: Ears): Reason | undefined {
  const { channel, preferences } = ears
  if (!channel || channel.is_member === false || channel.is_muted) return undefined
  if (message.user === ears.self || message.is_ephemeral || isNotice(message)) return undefined
  if (ears.quiet || ears.looking || ears.now_s - Number(message.ts) > FRESH_S) return undefined
  const level = channel.notify && channel.notify !== 'default' ? channel.notify : preferences.notify
  if (level === 'nothing') return undefined
  const reason = calls(message, ears)
  return reason ?? (level === 'all' && !onlyInThread(message) ? 'all' : undefined)
}

/** Why the message is about the person, when it is. */
function calls(message: Message, { self, channel, preferences, groups, follows }: Ears): Reason | undefined {
  if (channel?.is_im || channel?.is_mpim) return 'direct'
  if (mentions(message, self, channel, groups)) return 'mention'
  if (hasKeyword(message.text ?? '', preferences.notify_keywords)) return 'keyword'
  return onlyInThread(message) && follows && preferences.notify_threads ? 'thread' : undefined
}

/** Whether one of the words stands in the text, as a word of its own, in whatever case. */
export function hasKeyword(text: string, list: string): boolean {
  const words = keywords(list)
  if (!words.length) return false
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`, 'iu').test(text)
}
