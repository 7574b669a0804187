// The changes to what stands around a channel's messages: bookmarks, pins, members, and who was called in vain.

import type { Message, Pin, Ts } from '../api/types.ts'
import { editChannel } from './change.ts'
import type { About, Model } from './state.svelte.ts'

export function putAbout(model: Model, channel: string, part: About): void {
  const about = { ...model.about.get(channel), ...part }
  model.about.set(channel, about)
  // Where everybody is known their number is, too; elsewhere it is the server's, and counted on from there.
  if (part.members && about.everybody) editChannel(model, channel, { num_members: part.members.length })
}

/** A pin that was added goes first; one that was taken off goes. Nothing is kept where the list was never asked for. */
export function pinned(model: Model, channel: string, ts: Ts, pin?: Pin): void {
  const pins = model.about.get(channel)?.pins
  if (!pins) return
  const others = pins.filter((other) => other.message.ts !== ts)
  putAbout(model, channel, { pins: pin ? [pin, ...others] : others })
}

/** A pinned message says in the list what it says in the channel. */
export function repinned(model: Model, channel: string, message: Message): void {
  const pins = model.about.get(channel)?.pins
  if (pins?.some((pin) => pin.message.ts === message.ts)) {
    putAbout(model, channel, { pins: pins.map((pin) => (pin.message.ts === message.ts ? { ...pin, message } : pin)) })
  }
}

export function member(model: Model, channel: string, user: string, there: boolean): void {
  const members = model.about.get(channel)?.members
  if (!members) return
  const others = members.filter((other) => other !== user)
  putAbout(model, channel, { members: there ? [...others, user] : others })
  if (there) noLongerAbsent(model, channel, user)
}

/** Whoever came is no longer missed, in the channel and in its threads. */
function noLongerAbsent(model: Model, channel: string, user: string): void {
  for (const [key, users] of model.absent) {
    if (key === channel || key.startsWith(`${channel}/`)) absent(model, key, users.filter((other) => other !== user))
  }
}

export function absent(model: Model, key: string, users: readonly string[]): void {
  if (users.length) model.absent.set(key, users)
  else model.absent.delete(key)
}
