// What is being completed at the cursor, and what fits it.

import { SLASHES, slashIn, slashNamed, type Slash } from '../../commands/slash.ts'
import { plural, t, type Key } from '../../i18n/index.svelte.ts'
import { channelName, userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import { EMOJI_NAME, emojiName } from '../../text/emoji-names.ts'
import { find, type Emoji } from '../../text/emoji.svelte.ts'

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

const MOST = 8
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

/** The command that a text uses, while what it takes is being typed. */
export const usedSlash = (text: string): Slash | undefined => {
  const found = slashIn(text)
  return found && /\s/.test(text) ? slashNamed(found.name) : undefined
}

export function candidates(model: Model, channel: string, asked: Query, emoji: Emoji[]): Candidate[] {
  const word = asked.word.toLocaleLowerCase()
  switch (asked.mark) {
    case ':':
      return named(model, emojiName(asked.word), emoji)
    case '#':
      return channels(model, word)
    case '/':
      return commands(word)
    default:
      return people(model, channel, word)
  }
}

function named(model: Model, word: string, emoji: Emoji[]): Candidate[] {
  const custom = [...model.emoji.keys()].filter((name) => name.includes(word)).slice(0, 3)
  return [
    ...custom.map((name): Candidate => ({ key: `c ${name}`, insert: `:${name}: `, label: `:${name}:`, detail: name, kind: 'emoji' })),
    ...find(emoji, word, [], MOST - custom.length).map((row): Candidate => ({ key: row.name, insert: `:${row.name}: `, label: `:${row.name}:`, detail: row.name, kind: 'emoji' })),
  ]
}

function commands(word: string): Candidate[] {
  const fits = SLASHES.filter(({ name, also = [] }) => [name, ...also].some((other) => other.startsWith(word)))
  return fits.map((slash) => ({ key: slash.name, insert: `/${slash.name}${slash.takes ? ' ' : ''}`, label: `/${slash.name}`, detail: slash.takes ? t(slash.takes) : '', kind: 'command', note: t(slash.help as Key) }))
}

/** How well a name fits: at its start, at the start of one of its words, or not. */
const rank = (word: string, ...names: string[]): number => {
  const low = names.map((name) => name.toLocaleLowerCase())
  if (low.some((name) => name.startsWith(word))) return 0
  return low.some((name) => name.split(/[\s._-]+/).some((part) => part.startsWith(word))) ? 1 : -1
}

const best = (ranked: { score: number; candidate: Candidate }[]): Candidate[] =>
  ranked
    .filter(({ score }) => score >= 0)
    .sort((a, b) => a.score - b.score || a.candidate.label.localeCompare(b.candidate.label))
    .slice(0, MOST)
    .map(({ candidate }) => candidate)

/** Added to the score of someone who is not in the channel: they come after all who are. */
const ABSENT = 10

function people(model: Model, channel: string, word: string): Candidate[] {
  const about = model.about.get(channel)
  const members = about?.everybody && about.members ? new Set(about.members) : undefined
  const users = [...model.users.values()]
    .filter((user) => !user.deleted)
    .map((user) => {
      const absent = members !== undefined && !members.has(user.id)
      const score = rank(word, user.name, userName(user), user.real_name ?? '')
      const candidate: Candidate = { key: user.id, insert: `@${user.name} `, label: userName(user), detail: `@${user.name}`, kind: 'user', ...(absent && { note: t('complete.absent') }) }
      return { score: score < 0 ? -1 : score + (absent ? ABSENT : 0), candidate }
    })
  const groups = [...model.groups.values()].filter((group) => !group.date_delete).map((group) => ({
    score: rank(word, group.handle, group.name),
    candidate: { key: group.id, insert: `@${group.handle} `, label: `@${group.handle}`, detail: group.name, kind: 'group', note: plural('complete.calls', group.users?.length ?? 0) } satisfies Candidate,
  }))
  const calls = broadcasts(model, channel).map(({ name, count }) => ({
    score: name.startsWith(word) ? 2 : -1,
    candidate: { key: name, insert: `@${name} `, label: `@${name}`, detail: t(`complete.${name}`), kind: 'broadcast', note: plural('complete.calls', count) } satisfies Candidate,
  }))
  return best([...users, ...groups, ...calls])
}

/** Whom a call to all would reach. Who is active is not known of everybody, so `here` says how many it could be. */
function broadcasts(model: Model, id: string): { name: 'here' | 'channel' | 'everyone'; count: number }[] {
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

function channels(model: Model, word: string): Candidate[] {
  return best(
    [...model.channels.values()]
      .filter((channel) => channel.name && !channel.is_im && !channel.is_mpim && !channel.is_archived)
      .map((channel) => ({
        score: rank(word, channel.name ?? ''),
        candidate: { key: channel.id, insert: `#${channel.name} `, label: channelName(model, channel), detail: '', kind: 'channel' },
      })),
  )
}
