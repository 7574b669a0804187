// Where one can jump to, best first.

import type { Channel } from '../../api/types.ts'
import { recent } from '../../commands/recent.ts'
import { t } from '../../i18n/index.svelte.ts'
import { channelName, fullName, userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import { fit } from '../../text/fit.ts'
import { nav } from '../nav.svelte.ts'
import type { IconName } from '../shell/Icon.svelte'
import { TOP } from '../sidebar/top.ts'

export interface Target {
  key: string
  name: string
  detail: string
  icon: IconName
  channel?: string
  user?: string
  view?: string
  unread: boolean
}

const MOST = 9

/** Channels one is in and people, those open last first. */
export function places(model: Model, typed: string): Target[] {
  const channels = [...model.channels.values()].filter((channel) => channel.is_member !== false && !channel.is_archived)
  return best(model, typed, [...channels.map((channel) => ofChannel(model, channel)), ...people(model)])
}

/** People, those one writes with already first. */
export const persons = (model: Model, typed: string): Target[] => {
  const written = [...model.channels.values()].filter((channel) => channel.is_im && !model.users.get(channel.user ?? '')?.deleted)
  return best(model, typed, [...written.map((channel) => ofChannel(model, channel)), ...people(model)])
}

/** Where one can go: places, and the views beside them. */
export function targets(model: Model, typed: string): Target[] {
  const views = TOP.map(({ view, label, icon }): Target => ({ key: view, name: t(label), detail: '', icon, view, unread: false }))
  const channels = [...model.channels.values()].filter((channel) => channel.is_member !== false)
  return best(model, typed, [...channels.map((channel) => ofChannel(model, channel)), ...people(model), ...(typed ? views : [])])
}

function best(model: Model, typed: string, all: Target[]): Target[] {
  const visited = recent()
  const ago = (target: Target): number => (visited.indexOf(target.channel ?? '') + 1 || visited.length + 1) + (target.channel && target.channel === nav.place.channel ? visited.length : 0)
  const unread = (target: Target): number => (target.unread ? 1 : 0)
  const bot = (target: Target): number => (model.users.get(target.user ?? '')?.is_bot ? 1 : 0)
  const active = (target: Target): number => Number(model.channels.get(target.channel ?? '')?.latest ?? 0)
  return all
    .map((target) => ({ target, score: fit(typed, target.name, target.detail) }))
    .filter(({ score }) => score > 0)
    .map(({ target, score }) => ({ target, order: [typed ? -score : 0, ago(target), -unread(target), -active(target), bot(target)] }))
    .sort((a, b) => a.order.map((value, index) => value - (b.order[index] ?? 0)).find((difference) => difference !== 0) ?? a.target.name.localeCompare(b.target.name))
    .slice(0, MOST)
    .map(({ target }) => target)
}

function ofChannel(model: Model, channel: Channel): Target {
  return {
    key: channel.id,
    name: channelName(model, channel),
    detail: channel.is_im ? (model.users.get(channel.user ?? '')?.name ?? '') : channel.is_mpim ? fullName(model, channel) : '',
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
