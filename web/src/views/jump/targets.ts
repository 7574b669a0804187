// Where one can jump to, best first.

import type { Channel } from '../../api/types.ts'
import { latestTs } from '../../model/message.ts'
import { channelName, userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import type { IconName } from '../shell/Icon.svelte'

export interface Target {
  key: string
  name: string
  detail: string
  icon: IconName
  channel?: string
  user?: string
  unread: boolean
}

const MOST = 9

/** Letters without their marks, so that "muller" finds "Müller". */
const plainLetters = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** How well the typed letters fit: at the start, at a word, anywhere, in order with gaps, or not. */
export function fit(typed: string, name: string): number {
  const wanted = plainLetters(typed).replace(/^[#@]/, '')
  const found = plainLetters(name)
  if (found.startsWith(wanted)) return 4
  if (found.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 3
  if (found.includes(wanted)) return 2
  let at = 0
  for (const char of found) if (char === wanted[at]) at += 1
  return at === wanted.length ? 1 : 0
}

export function targets(model: Model, typed: string): Target[] {
  const all = [...[...model.channels.values()].filter((channel) => channel.is_member !== false).map((channel) => ofChannel(model, channel)), ...people(model)]
  const unread = (target: Target): number => (target.unread ? 1 : 0)
  return all
    .map((target) => ({ target, score: Math.max(fit(typed, target.name), fit(typed, target.detail)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => (typed ? b.score - a.score : 0) || unread(b.target) - unread(a.target) || recent(model, b.target) - recent(model, a.target))
    .slice(0, MOST)
    .map(({ target }) => target)
}

const recent = (model: Model, target: Target): number => Number(latestTs(model.channels.get(target.channel ?? '')?.latest) ?? 0)

function ofChannel(model: Model, channel: Channel): Target {
  return {
    key: channel.id,
    name: channelName(model, channel),
    detail: channel.is_im ? (model.users.get(channel.user ?? '')?.name ?? '') : '',
    icon: channel.is_mpim ? 'people' : channel.is_private ? 'lock' : 'hash',
    channel: channel.id,
    ...(channel.is_im && channel.user && { user: channel.user }),
    unread: !channel.is_muted && (channel.unread_count ?? 0) > 0,
  }
}

/** People there is no conversation with yet. */
function people(model: Model): Target[] {
  const known = new Set([...model.channels.values()].flatMap((channel) => (channel.is_im && channel.user ? [channel.user] : [])))
  return [...model.users.values()]
    .filter((user) => !user.deleted && !known.has(user.id))
    .map((user) => ({ key: user.id, name: userName(user), detail: user.name, icon: 'people', user: user.id, unread: false }))
}
