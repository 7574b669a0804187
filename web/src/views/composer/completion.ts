// What is being completed at the cursor, and what fits it.

import { channelName, userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import { find, type Emoji } from '../../text/emoji.svelte.ts'

export interface Candidate {
  key: string
  /** What goes into the text in place of what was typed. */
  insert: string
  label: string
  detail: string
  kind: 'user' | 'channel' | 'emoji' | 'broadcast'
}

export interface Query {
  mark: '@' | '#' | ':'
  word: string
  /** Where the mark stands in the text. */
  from: number
}

const MOST = 8

/** The unfinished name before the cursor, if there is one. */
export function query(text: string, cursor: number): Query | undefined {
  const match = /(^|[\s([{"'*_~])([@#:])([^\s@#:<>]{0,40})$/u.exec(text.slice(0, cursor))
  if (!match) return undefined
  const [, before = '', mark, word = ''] = match
  // Two letters before emoji are offered: ":" alone is punctuation far more often.
  if (mark === ':' && (word.length < 2 || !/^[a-z0-9_+-]+$/i.test(word))) return undefined
  return { mark: mark as Query['mark'], word, from: match.index + before.length }
}

export function candidates(model: Model, asked: Query, emoji: Emoji[]): Candidate[] {
  const word = asked.word.toLocaleLowerCase()
  if (asked.mark === ':') {
    const custom = [...model.emoji.keys()].filter((name) => name.includes(word)).slice(0, 3)
    return [
      ...custom.map((name): Candidate => ({ key: `c ${name}`, insert: `:${name}: `, label: `:${name}:`, detail: name, kind: 'emoji' })),
      ...find(emoji, word, [], MOST - custom.length).map((row): Candidate => ({ key: row.name, insert: `:${row.name}: `, label: `:${row.name}:`, detail: row.name, kind: 'emoji' })),
    ]
  }
  return asked.mark === '@' ? people(model, word) : channels(model, word)
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

function people(model: Model, word: string): Candidate[] {
  const users = [...model.users.values()]
    .filter((user) => !user.deleted)
    .map((user) => ({
      score: rank(word, user.name, userName(user), user.real_name ?? ''),
      candidate: { key: user.id, insert: `@${user.name} `, label: userName(user), detail: `@${user.name}`, kind: 'user' } satisfies Candidate,
    }))
  const calls = ['here', 'channel'].map((name) => ({
    score: word && name.startsWith(word) ? 2 : -1,
    candidate: { key: name, insert: `@${name} `, label: `@${name}`, detail: '', kind: 'broadcast' } satisfies Candidate,
  }))
  return best([...users, ...calls])
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
