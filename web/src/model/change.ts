// The changes the model can go through. Only `sync/` and `commands/` may call these.

import type { Boot, Channel, Draft, Message, Quiet, Reaction, Ts, User, UserGroup } from '../api/types.ts'
import { emptied, listed, mentioned } from './change-lists.ts'
import { came, confirm, said, seen } from './change-reading.ts'
import { isNotice, mentions, onlyInThread, react } from './message.ts'
import { drawn } from './rows.ts'
import { draftKey, threadKey, Timeline, type Linked, type Model, type Pending } from './state.svelte.ts'
import * as windows from './window.ts'

/** How many channels stay loaded after one leaves them. */
const TIMELINES_MAX = 12

/** Puts the start answer in place of everything that was known. Timelines are dropped: they may have gaps. */
export function boot(model: Model, answer: Boot): void {
  model.self = answer.self
  model.team = answer.team
  fill(model.users, answer.users.map((user) => [user.id, user]))
  if (!model.users.has(answer.self.id)) model.users.set(answer.self.id, answer.self)
  fill(model.channels, answer.channels.map((channel) => [channel.id, { is_member: true, ...channel }]))
  // What the server has not heard yet is told again; until it answers, its own word stands.
  for (const id of model.hopes.keys()) {
    const channel = model.channels.get(id)
    if (channel) confirm(model, id, channel)
    else model.hopes.delete(id)
  }
  if (answer.usergroups) groups(model, answer.usergroups)
  if (answer.emoji) emoji(model, answer.emoji)
  model.prefs = answer.prefs ?? {}
  model.away = answer.manual_away ?? false
  model.quiet.clear()
  if (answer.dnd) model.quiet.set(answer.self.id, answer.dnd)
  model.typing.clear()
  for (const held of [...model.timelines.values(), ...model.threads.values(), ...model.lists.all]) held.state = 'new'
  model.linked.clear()
  model.about.clear()
  model.phase = 'ready'
}

/** Puts up pages that were kept on this device. */
export function restore(timelines: Map<string, Timeline>, pages: [key: string, messages: readonly Message[], hasOlder: boolean][]): void {
  for (const [key, messages, hasOlder] of pages) {
    const timeline = new Timeline(key.split('/')[1])
    timeline.messages = messages
    timeline.hasOlder = hasOlder
    timeline.state = 'ready'
    timelines.set(key, timeline)
  }
}

export const groups = (model: Model, list: UserGroup[]): void => fill(model.groups, list.map((group) => [group.id, group]))

export const putGroup = (model: Model, group: UserGroup): void => void model.groups.set(group.id, group)

export const emoji = (model: Model, map: Record<string, string>): void => fill(model.emoji, Object.entries(map))

export function dropEmoji(model: Model, names: readonly string[]): void {
  for (const name of names) model.emoji.delete(name)
}

/** Takes over the drafts the server has, except those in `busy`: they are being written here. */
export function drafts(model: Model, list: Draft[], busy: ReadonlySet<string> = new Set()): void {
  const entries = list.map((draft): [string, string] => [draftKey(draft.channel_id, draft.thread_ts ?? undefined), draft.text])
  const own = [...model.drafts].filter(([key]) => busy.has(key))
  fill(model.drafts, [...entries.filter(([key]) => !busy.has(key)), ...own])
}

function fill<K, V>(map: Map<K, V>, entries: [K, V][]): void {
  const keys = new Set(entries.map(([key]) => key))
  for (const key of [...map.keys()]) if (!keys.has(key)) map.delete(key)
  for (const [key, value] of entries) map.set(key, value)
}

/** The timeline of a channel, made when it is asked for first; the ones not looked at for longest are let go. */
export function timelineOf(model: Model, channel: string): Timeline {
  const found = model.timelines.get(channel) ?? new Timeline()
  // Deleting and setting makes it the youngest in the map's order.
  model.timelines.delete(channel)
  model.timelines.set(channel, found)
  for (const key of [...model.timelines.keys()].slice(0, -TIMELINES_MAX)) model.timelines.delete(key)
  return found
}

export function threadOf(model: Model, channel: string, ts: Ts): Timeline {
  const key = threadKey(channel, ts)
  const found = model.threads.get(key) ?? new Timeline(ts)
  model.threads.delete(key)
  model.threads.set(key, found)
  for (const old of [...model.threads.keys()].slice(0, -TIMELINES_MAX)) model.threads.delete(old)
  return found
}

/** Every timeline a message of this channel may stand in. */
function* holding(model: Model, channel: string): Generator<Timeline> {
  const timeline = model.timelines.get(channel)
  if (timeline) yield timeline
  for (const [key, thread] of model.threads) if (key.startsWith(`${channel}/`)) yield thread
  yield* model.lists.timelines(channel)
}

/** Puts a message that was posted where it belongs. Nothing changes when it is already there. */
export function posted(model: Model, channel: string, message: Message): void {
  const timeline = model.timelines.get(channel)
  if (timeline && !onlyInThread(message)) append(model, timeline, message)
  const thread = message.thread_ts && model.threads.get(threadKey(channel, message.thread_ts))
  if (thread) append(model, thread, message)
  listed(model, channel, message)
  if (message.client_msg_id) settle(model, message.client_msg_id)
  stopTyping(model, channel, message.user)
}

function append(model: Model, timeline: Timeline, message: Message): void {
  if (timeline.state !== 'ready') return
  const { messages, cut } = windows.extend(windows.put(timeline.messages, message), [], 'newer', drawn(model.preferences.show_joins), timeline.root)
  // A full window lets go of its oldest messages, but not while someone reads them.
  if (timeline.hasNewer || (cut && !timeline.following)) {
    if (windows.has(timeline.messages, message.ts)) return
    timeline.hasNewer = true
    timeline.missed += 1
    return
  }
  seen(timeline, message, model.selfId)
  timeline.messages = messages
  if (cut) timeline.hasOlder = true
}

/** What a message is to the person who reads it, which no event says again. */
const own = ({ is_starred, subscribed, last_read, pinned_to }: Message): Partial<Message> => ({
  ...(is_starred !== undefined && { is_starred }),
  ...(subscribed !== undefined && { subscribed }),
  ...(last_read && { last_read }),
  ...(pinned_to && { pinned_to }),
})

/** Counts a message another person posted, until the server's own count arrives. */
export function counted(model: Model, id: string, message: Message): void {
  const channel = model.channels.get(id)
  if (!channel) return
  const inTimeline = !onlyInThread(message)
  // What the server has counted already, or the answer to one's own message has.
  const known = Boolean(channel.latest) && windows.compareTs(message.ts, channel.latest as Ts) <= 0
  if (inTimeline && !known) editChannel(model, id, { latest: message.ts })
  // A line about what oneself did is no news by itself; where something else waits, it waits too.
  const own = message.user === model.selfId && !message.bot_id && !(isNotice(message) && channel.unread_count)
  if (own) {
    if (inTimeline && !known) said(model, id, message.ts)
    return
  }
  if (channel.last_read && windows.compareTs(message.ts, channel.last_read) <= 0) return
  const groups = [...model.groups.values()].filter((group) => !group.date_delete && group.users?.includes(model.selfId)).map((group) => group.id)
  const called = mentions(message, model.selfId, channel, groups)
  if (called) mentioned(model, id, message)
  if (inTimeline && !known) came(model, id, message.ts, called)
}

/** Replaces a message wherever it is shown. */
export function changed(model: Model, channel: string, message: Message): void {
  for (const timeline of holding(model, channel)) {
    timeline.messages = windows.change(timeline.messages, message.ts, (old) => ({ ...own(old), ...message, client_msg_id: message.client_msg_id ?? old.client_msg_id }))
  }
  if (linkedOf(model, channel, message.ts)?.message) link(model, channel, message.ts, { state: 'here', message })
}

/** Takes over the thread summary of a root, and nothing else. */
export function replied(model: Model, channel: string, root: Message): void {
  for (const timeline of holding(model, channel)) {
    timeline.messages = windows.change(timeline.messages, root.ts, (old) => ({
      ...old,
      thread_ts: root.thread_ts ?? old.thread_ts,
      reply_count: root.reply_count,
      reply_users: root.reply_users,
      reply_users_count: root.reply_users_count,
      latest_reply: root.latest_reply,
      // Who began a thread follows it, unless they left it.
      ...(root.user === model.selfId && { subscribed: old.subscribed ?? true }),
    }))
  }
}

/** Changes what one message is to the person: saved, pinned, its thread followed. */
export function noted(model: Model, channel: string, ts: Ts, edit: Partial<Message>): void {
  for (const timeline of holding(model, channel)) timeline.messages = windows.change(timeline.messages, ts, (old) => ({ ...old, ...edit }))
}

export function deleted(model: Model, channel: string, ts: Ts): void {
  for (const timeline of holding(model, channel)) timeline.messages = windows.drop(timeline.messages, ts)
  if (linkedOf(model, channel, ts)) link(model, channel, ts, { state: 'gone' })
}

export const fold = (model: Model, folded: boolean): void => {
  model.folded = folded
}

/** How many messages that are linked to are kept. */
const LINKED_MAX = 200

export const linkedOf = (model: Model, channel: string, ts: Ts): Linked | undefined => model.linked.get(threadKey(channel, ts))

export function link(model: Model, channel: string, ts: Ts, linked: Linked): void {
  model.linked.set(threadKey(channel, ts), linked)
  for (const key of [...model.linked.keys()].slice(0, -LINKED_MAX)) model.linked.delete(key)
}

export function reacted(model: Model, channel: string, ts: Ts, name: string, user: string, add: boolean): void {
  for (const timeline of holding(model, channel)) {
    timeline.messages = windows.change(timeline.messages, ts, (message) => ({
      ...message,
      reactions: react(message.reactions ?? [], name, user, add) as Reaction[],
    }))
  }
}

export function editChannel(model: Model, id: string, edit: Partial<Channel>): void {
  const channel = model.channels.get(id)
  if (channel) model.channels.set(id, { ...channel, ...edit })
}

export function putChannel(model: Model, channel: Channel): void {
  model.channels.set(channel.id, { ...model.channels.get(channel.id), ...channel })
}

export const putUser = (model: Model, user: User): void => {
  model.users.set(user.id, user)
  if (user.id === model.selfId) model.self = user
}

export const putQuiet = (model: Model, user: string, quiet: Quiet): void => void model.quiet.set(user, quiet)

export function setActive(model: Model, user: string, active: boolean): void {
  if (active) model.active.add(user)
  else model.active.delete(user)
}

export const setAway = (model: Model, away: boolean): void => {
  model.away = away
  setActive(model, model.selfId, !away)
}

export function putPending(model: Model, pending: Pending): void {
  const index = model.pending.findIndex((other) => other.client_msg_id === pending.client_msg_id)
  model.pending = index < 0 ? [...model.pending, pending] : model.pending.with(index, pending)
}

/** Lets go of a pending message: it was sent, or given up. */
export function settle(model: Model, client_msg_id: string): void {
  if (model.pending.some((pending) => pending.client_msg_id === client_msg_id)) {
    model.pending = model.pending.filter((pending) => pending.client_msg_id !== client_msg_id)
  }
}

/** How long "is writing" holds after the last sign of it. */
const TYPING_MS = 6_000

export function startTyping(model: Model, channel: string, user: string, now_ms: number): void {
  if (user === model.selfId) return
  model.typing.set(channel, new Map(model.typing.get(channel)).set(user, now_ms + TYPING_MS))
}

function stopTyping(model: Model, channel: string, user: string | undefined): void {
  const writing = model.typing.get(channel)
  if (!user || !writing?.has(user)) return
  model.typing.set(channel, new Map([...writing].filter(([id]) => id !== user)))
}

/** Forgets who stopped writing. */
export function expireTyping(model: Model, now_ms: number): void {
  for (const [channel, writing] of model.typing) {
    const still = [...writing].filter(([, until]) => until > now_ms)
    if (still.length !== writing.size) model.typing.set(channel, new Map(still))
  }
}

/** The workspace has another name. */
export function renameTeam(model: Model, name: string): void {
  if (model.team) model.team = { ...model.team, name }
}

/** The server has nobody to sign in yet. */
export function setUp(model: Model): void {
  model.phase = 'setup'
}

/** Forgets everything of the person who signed out. */
export function forget(model: Model): void {
  model.phase = 'login'
  model.connection = 'idle'
  model.asOf_ms = undefined
  model.self = undefined
  model.pending = []
  model.removal = undefined
  model.announced = undefined
  model.prefs = {}
  model.away = false
  model.hopes.clear()
  for (const map of [model.users, model.channels, model.groups, model.emoji, model.drafts, model.quiet, model.timelines, model.threads, model.linked, model.typing, model.about, model.absent]) map.clear()
  model.active.clear()
  emptied(model)
}
