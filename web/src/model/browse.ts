// The channels one could be in: which are shown, and in which order.

import type { Channel } from '../api/types.ts'
import { fits } from '../text/fit.ts'

export type Show = 'all' | 'mine' | 'archived'
export type Order = 'name' | 'members' | 'newest'

export interface Asked {
  typed: string
  show: Show
  order: Order
}

const shows: Record<Show, (channel: Channel) => boolean> = {
  all: (channel) => !channel.is_archived,
  mine: (channel) => !channel.is_archived && Boolean(channel.is_member),
  archived: (channel) => Boolean(channel.is_archived),
}

const name = (channel: Channel): string => channel.name ?? ''
const byName = (a: Channel, b: Channel): number => name(a).localeCompare(name(b))
const orders: Record<Order, (a: Channel, b: Channel) => number> = {
  name: byName,
  members: (a, b) => (b.num_members ?? 0) - (a.num_members ?? 0) || byName(a, b),
  newest: (a, b) => (b.created ?? 0) - (a.created ?? 0) || byName(a, b),
}

/** What was asked for. Letters are looked for in names first, then in topics and descriptions. */
export function browse(channels: readonly Channel[], { typed, show, order }: Asked): Channel[] {
  const shown = channels.filter(shows[show]).sort(orders[order])
  if (!typed.trim()) return shown
  const named = shown.filter((channel) => fits(typed, name(channel)))
  return [...named, ...shown.filter((channel) => !named.includes(channel) && fits(typed, channel.topic?.value, channel.purpose?.value))]
}
