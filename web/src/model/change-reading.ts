// How far a person has read: what they hope, which is shown at once, beside what the server has confirmed. A hope that the
// server has not heard yet is told again; one that it refuses is taken back.

import type { Channel, Message, Ts } from '../api/types.ts'
import type { Hope, Model, Read, Timeline } from './state.svelte.ts'
import { compareTs } from './window.ts'

const readOf = ({ last_read, unread_count, mention_count }: Read): Read => ({ last_read, unread_count, mention_count })

function show(model: Model, id: string, read: Read): void {
  const channel = model.channels.get(id)
  if (channel) model.channels.set(id, { ...channel, ...read })
}

const reaches = (read: Read, ts: Ts): boolean => read.last_read !== undefined && compareTs(read.last_read, ts) >= 0

/** Shows a channel as read up to here, or unread from here, until the server says so too. */
export function hope(model: Model, id: string, ts: Ts, unread = 0): void {
  const channel = model.channels.get(id)
  if (!channel) return
  const confirmed = model.hopes.get(id)?.confirmed ?? readOf(channel)
  model.hopes.set(id, { ts, back: unread > 0, confirmed })
  show(model, id, { last_read: ts, unread_count: unread, ...(!unread && { mention_count: 0 }) })
}

/** Whether the server still has to hear of a mark. Another device may have read further meanwhile. */
export function open(model: Model, id: string): Hope | undefined {
  const hope = model.hopes.get(id)
  if (!hope || hope.back || !reaches(hope.confirmed, hope.ts)) return hope
  settle(model, id, hope)
  return undefined
}

/** The server says how far the person has read. While they hope for something else, that stays on the page. */
export function confirm(model: Model, id: string, read: Read): void {
  const hope = model.hopes.get(id)
  if (hope) model.hopes.set(id, { ...hope, confirmed: readOf(read) })
  else show(model, id, read)
}

/** The server has taken a mark; where it has said already what is new since, that is shown. */
export function settle(model: Model, id: string, taken: Hope): void {
  const hope = model.hopes.get(id)
  if (!hope || hope.ts !== taken.ts) return
  model.hopes.delete(id)
  if (hope.confirmed.last_read === hope.ts || (!hope.back && reaches(hope.confirmed, hope.ts))) show(model, id, hope.confirmed)
}

/** Everything that is here is read, whatever was counted. */
export const nothingNew = (model: Model, id: string): void => show(model, id, { unread_count: 0, mention_count: 0 })

/** The server refuses a mark: what it said last is shown. */
export function takeBack(model: Model, id: string): void {
  const hope = model.hopes.get(id)
  if (!hope) return
  model.hopes.delete(id)
  show(model, id, hope.confirmed)
}

/** What the person themselves says is read with all that stands before it: the server marks it as it posts. */
export function said(model: Model, id: string, ts: Ts): void {
  model.hopes.delete(id)
  show(model, id, { last_read: ts, unread_count: 0, mention_count: 0 })
}

/** Counts a message of somebody else; also for the time after a hope is taken back. */
export function came(model: Model, id: string, ts: Ts, called: boolean): void {
  const one = (read: Read): Read =>
    reaches(read, ts) ? read : { ...read, unread_count: (read.unread_count ?? 0) + 1, ...(called && { mention_count: (read.mention_count ?? 0) + 1 }) }
  const hope = model.hopes.get(id)
  if (hope) model.hopes.set(id, { ...hope, confirmed: one(hope.confirmed) })
  const channel = model.channels.get(id)
  if (channel) show(model, id, one(readOf(channel)))
}

/** A channel as the server knows it, without hopes. */
export const confirmed = (model: Model, channel: Channel): Channel => ({ ...channel, ...model.hopes.get(channel.id)?.confirmed })

/** Moves the line of what is new along with a message that comes while the person looks. One that is drawn stays. */
export function seen(timeline: Timeline, message: Message, self: string): void {
  const { unreadAfter } = timeline
  if (!timeline.watched || timeline.keptUnread || unreadAfter === undefined) return
  const drawn = timeline.messages.some(({ ts, user }) => user !== self && compareTs(ts, unreadAfter) > 0)
  if (!drawn) timeline.unreadAfter = message.ts
}
