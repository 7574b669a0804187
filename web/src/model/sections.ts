// The sidebar's sections: the usual ones and a person's own, in an order of their own. Pure functions over one preference.

import type { Channel } from '../api/types.ts'
import { channelName } from './names.ts'
import type { Model } from './state.svelte.ts'

/** The preference that holds the layout, so that it follows to the next browser. */
export const LAYOUT = 'sidebar'

export const USUAL = ['starred', 'channels', 'direct'] as const
export type Usual = (typeof USUAL)[number]

/** How many sections a person makes, and how long a name is: the preference has its bounds at the server. */
export const OWN_MAX = 50
export const NAME_MAX = 40

export interface Layout {
  /** A person's own sections: id to name. */
  own: Record<string, string>
  /** All sections from top to bottom. */
  order: string[]
  /** Which own section a channel stands in. */
  of: Record<string, string>
  folded: string[]
  /** What is unread stands above what is read, in every section. */
  unreadFirst: boolean
}

export interface Section {
  id: string
  /** The name the person gave; the usual ones are named in the page's language. */
  name?: string
  channels: Channel[]
  folded: boolean
}

const record = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string')) : {}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [])

/** The layout as it is kept, whatever is kept there: sections that are not named have no place, all others have one. */
export function layout(model: Model): Layout {
  const kept = (model.prefs[LAYOUT] ?? {}) as Record<string, unknown>
  const own = record(kept['own'])
  const known = [...USUAL, ...Object.keys(own)]
  const order = [...new Set(list(kept['order']))].filter((id) => known.includes(id))
  // An own section without a place comes before the usual ones, as a new one does.
  const missing = known.filter((id) => !order.includes(id))
  const placed = [...order, ...missing.filter((id) => !(id in own))]
  placed.splice(placed.indexOf('starred') + 1, 0, ...missing.filter((id) => id in own))
  const of = Object.fromEntries(Object.entries(record(kept['of'])).filter(([, section]) => section in own))
  return { own, order: placed, of, folded: list(kept['folded']), unreadFirst: kept['unreadFirst'] === true }
}

/** A direct conversation the person closed stays away until someone writes in it. */
const closed = (channel: Channel): boolean => channel.is_open === false && !channel.unread_count

/** A channel that was archived is found among the archived ones; a conversation that has ended is nowhere else. */
const gone = (channel: Channel): boolean => Boolean(channel.is_archived) && !channel.is_im && !channel.is_mpim

const sectionOf = (channel: Channel, { of }: Layout): string =>
  channel.is_starred ? 'starred' : (of[channel.id] ?? (channel.is_im || channel.is_mpim ? 'direct' : 'channels'))

const waiting = (channel: Channel): number => (!channel.is_muted && channel.unread_count ? 0 : 1)

/** The sections with what stands in them, by name. */
export function sections(model: Model): Section[] {
  const kept = layout(model)
  const mine = [...model.channels.values()].filter((channel) => channel.is_member !== false && !gone(channel) && !closed(channel))
  const order = (a: Channel, b: Channel): number => (kept.unreadFirst ? waiting(a) - waiting(b) : 0) || channelName(model, a).localeCompare(channelName(model, b))
  return kept.order
    .map((id) => ({
      id,
      ...(kept.own[id] !== undefined && { name: kept.own[id] }),
      channels: mine.filter((channel) => sectionOf(channel, kept) === id).sort(order),
      folded: kept.folded.includes(id),
    }))
    .filter((section) => section.id !== 'starred' || section.channels.length > 0)
}

export function named(kept: Layout, id: string, name: string): Layout {
  return { ...kept, own: { ...kept.own, [id]: name.slice(0, NAME_MAX) } }
}

/** Without a section; what stood in it goes back to its usual place. */
export function without(kept: Layout, id: string): Layout {
  const { [id]: _, ...own } = kept.own
  return { ...kept, own, order: kept.order.filter((other) => other !== id), of: Object.fromEntries(Object.entries(kept.of).filter(([, section]) => section !== id)) }
}

/** With a section as it was before; what was put elsewhere meanwhile stays there. */
export function restored(kept: Layout, before: Layout, id: string): Layout {
  const index = before.order.indexOf(id)
  const stood = Object.fromEntries(Object.entries(before.of).filter(([, section]) => section === id))
  return { ...kept, own: { ...kept.own, [id]: before.own[id] ?? '' }, order: kept.order.toSpliced(index, 0, id), of: { ...stood, ...kept.of } }
}

/** With a channel in one of the own sections, or in its usual place. */
export function placed(kept: Layout, channel: string, section: string | undefined): Layout {
  const { [channel]: _, ...of } = kept.of
  return { ...kept, of: section ? { ...of, [channel]: section } : of }
}

/** With a section where another one stands. */
export function moved(kept: Layout, id: string, to: string): Layout {
  const index = kept.order.indexOf(to)
  if (index < 0 || id === to) return kept
  return { ...kept, order: kept.order.filter((other) => other !== id).toSpliced(index, 0, id) }
}

export const toggled = (kept: Layout, id: string): Layout => ({
  ...kept,
  folded: kept.folded.includes(id) ? kept.folded.filter((other) => other !== id) : [...kept.folded, id],
})
