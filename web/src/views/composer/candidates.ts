// What fits a name that is being typed, best first. It is loaded with the first name somebody begins.

import { recent } from '../../commands/recent.ts'
import { SLASHES } from '../../commands/slash.ts'
import { plural, t, type Key } from '../../i18n/index.svelte.ts'
import { closeness } from '../../model/closeness.ts'
import { channelName, userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import { find } from '../../text/emoji-find.svelte.ts'
import { emojiName } from '../../text/emoji-names.ts'
import type { Emoji } from '../../text/emoji.svelte.ts'
import { AT_WORD, begins, EXACT, fit, fits } from '../../text/fit.ts'
import { broadcasts, type Candidate, type Query } from './completion.ts'

const MOST = 8

/** The emoji there are, and the words they are found by. */
export interface EmojiTable {
  rows: Emoji[]
  words: readonly string[]
}

export function candidates(model: Model, channel: string, { mark, word }: Query, emoji: EmojiTable): Candidate[] {
  switch (mark) {
    case ':':
      return named(model, emojiName(word), emoji)
    case '#':
      return channels(model, word)
    case '/':
      return commands(word)
    default:
      return people(model, channel, word)
  }
}

function named(model: Model, word: string, emoji: EmojiTable): Candidate[] {
  const custom = [...model.emoji.keys()].filter((name) => fits(word, name)).slice(0, 3)
  return [
    ...custom.map((name): Candidate => ({ key: `c ${name}`, insert: `:${name}: `, label: `:${name}:`, detail: name, kind: 'emoji' })),
    ...find(emoji.rows, word, emoji.words, MOST - custom.length).map((row): Candidate => ({ key: row.name, insert: `:${row.name}: `, label: `:${row.name}:`, detail: row.name, kind: 'emoji' })),
  ]
}

function commands(word: string): Candidate[] {
  const fits = SLASHES.filter(({ name, also = [] }) => begins(word, name, ...also))
  return fits.map((slash) => ({ key: slash.name, insert: `/${slash.name}${slash.takes ? ' ' : ''}`, label: `/${slash.name}`, detail: slash.takes ? t(slash.takes) : '', kind: 'command', note: t(slash.help as Key) }))
}

/** A candidate with how it is placed: the first difference decides, a smaller number coming first. */
interface Placed {
  order: number[]
  candidate: Candidate
}

const best = (placed: Placed[]): Candidate[] =>
  placed
    .sort((a, b) => a.order.map((value, index) => value - (b.order[index] ?? 0)).find((difference) => difference !== 0) ?? a.candidate.label.localeCompare(b.candidate.label))
    .slice(0, MOST)
    .map(({ candidate }) => candidate)

/** Behind everybody who has a place in a list. */
const LAST = Number.MAX_SAFE_INTEGER

/**
 * Calls to all that begin so come first; then who is called exactly so; then the people of this conversation, and among them
 * those one talks to most.
 */
function people(model: Model, channel: string, word: string): Candidate[] {
  const about = model.about.get(channel)
  const members = about?.everybody && about.members ? new Set(about.members) : undefined
  const close = closeness(model, channel)
  const users = [...model.users.values()].flatMap((user): Placed[] => {
    const score = user.deleted ? 0 : fit(word, user.name, userName(user), user.real_name)
    if (score < AT_WORD) return []
    const absent = members !== undefined && !members.has(user.id)
    const last = user.id === model.selfId ? 2 : user.is_bot ? 1 : 0
    return [
      {
        order: [score === EXACT ? 1 : 2, absent ? 1 : 0, close.get(user.id) ?? LAST, last, -score],
        candidate: { key: user.id, insert: `@${user.name} `, label: userName(user), detail: `@${user.name}`, kind: 'user', ...(absent && { note: t('complete.absent') }) },
      },
    ]
  })
  const groups = [...model.groups.values()]
    .filter((group) => !group.date_delete && begins(word, group.handle, group.name))
    .map((group): Placed => ({
      order: [fit(word, group.handle) === EXACT ? 1 : 2, 0, LAST, 0, -fit(word, group.handle, group.name)],
      candidate: { key: group.id, insert: `@${group.handle} `, label: `@${group.handle}`, detail: group.name, kind: 'group', note: plural('complete.calls', group.users?.length ?? 0) },
    }))
  const calls = broadcasts(model, channel)
    .filter(({ name }) => begins(word, name))
    .map(({ name, count }): Placed => ({
      // With nothing typed one looks for a person.
      order: [word ? 0 : 3],
      candidate: { key: name, insert: `@${name} `, label: `@${name}`, detail: t(`complete.${name}`), kind: 'broadcast', note: plural('complete.calls', count) },
    }))
  return best([...users, ...groups, ...calls])
}

/** Channels one is in before others, and those one had open last before those. */
function channels(model: Model, word: string): Candidate[] {
  const visited = recent()
  return best(
    [...model.channels.values()].flatMap((channel): Placed[] => {
      const score = channel.name && !channel.is_im && !channel.is_mpim && !channel.is_archived ? fit(word, channel.name) : 0
      if (score < AT_WORD) return []
      const at = visited.indexOf(channel.id)
      return [
        {
          order: [score === EXACT ? 0 : 1, channel.is_member === false ? 1 : 0, at < 0 ? LAST : at, -score],
          candidate: { key: channel.id, insert: `#${channel.name} `, label: channelName(model, channel), detail: '', kind: 'channel' },
        },
      ]
    }),
  )
}

/** What the page offers for what is typed, with the emoji it has. */
export { vocabulary } from '../../text/emoji-find.svelte.ts'
