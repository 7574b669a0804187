// What is being completed at the cursor, and whom a call to all would reach.

import type { Model } from '../../model/state.svelte.ts'
import { EMOJI_NAME } from '../../text/emoji-names.ts'

export interface Candidate {
  key: string
  /** What goes into the text in place of what was typed. */
  insert: string
  label: string
  detail: string
  kind: 'user' | 'channel' | 'emoji' | 'broadcast' | 'group' | 'command'
  /** Said quietly at the end: not in the channel, whom it would call. */
  note?: string
}

export interface Query {
  mark: '@' | '#' | ':' | '/'
  word: string
  /** Where the mark stands in the text. */
  from: number
}

const NAMED = new RegExp(`^${EMOJI_NAME}$`, 'iu')

/** The unfinished name before the cursor, if there is one. */
export function query(before: string): Query | undefined {
  const command = /^\/(\p{L}*)$/u.exec(before)
  if (command) return { mark: '/', word: command[1] ?? '', from: 0 }
  const match = /(^|[\s([{"'*_~])([@#:])([^\s@#:<>]{0,40})$/u.exec(before)
  if (!match) return undefined
  const [, space = '', mark, word = ''] = match
  // Two letters before emoji are offered: ":" alone is punctuation far more often.
  if (mark === ':' && (word.length < 2 || !NAMED.test(word))) return undefined
  return { mark: mark as Query['mark'], word, from: match.index + space.length }
}

/** Whom a call to all would reach. Who is active is not known of everybody, so `here` says how many it could be. */
export function broadcasts(model: Model, id: string): { name: 'here' | 'channel' | 'everyone'; count: number }[] {
  const channel = model.channels.get(id)
  if (!channel || channel.is_im) return []
  const about = model.about.get(id)
  const count = Math.max(0, ((about?.everybody ? about.members?.length : undefined) ?? channel.num_members ?? 1) - 1)
  const everyone = channel.is_general ? [{ name: 'everyone' as const, count }] : []
  return [{ name: 'here', count }, { name: 'channel', count }, ...everyone]
}

/** A call to more people than this is asked about before it goes out. */
const LARGE = 20

/** How many people a text calls all at once, when that is many. */
export function largeCall(model: Model, channel: string, text: string): number | undefined {
  const call = broadcasts(model, channel).find(({ name }) => new RegExp(`(^|[\\s(*_~])@${name}(?![\\w-])`).test(text))
  return call && call.count > LARGE ? call.count : undefined
}
