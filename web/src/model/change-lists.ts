// The changes of the lists beside channels. Only `sync/`, `commands/` and `change.ts` may call these.

import type { Message, Ts } from '../api/types.ts'
import { seen } from './change-reading.ts'
import type { Listing } from './lists.svelte.ts'
import { isReply, onlyInThread } from './message.ts'
import { Timeline, type Model } from './state.svelte.ts'
import * as windows from './window.ts'

/** A few messages as a timeline of their own; `root` when they are a thread's. */
export function excerpt(messages: readonly Message[], unreadAfter?: Ts, root?: Ts): Timeline {
  const timeline = new Timeline(root)
  timeline.messages = messages
  timeline.state = 'ready'
  timeline.unreadAfter = unreadAfter
  return timeline
}

/** Puts a posted message into the excerpts it continues. */
export function listed(model: Model, channel: string, message: Message): void {
  const { unreads, threads } = model.lists
  if (isReply(message)) {
    const thread = threads.items.find((item) => item.channel === channel && item.thread_ts === message.thread_ts)
    if (!thread || windows.has(thread.timeline.messages, message.ts)) return
    seen(thread.timeline, message, model.selfId)
    // A window that stands further up gets there by paging.
    if (!thread.timeline.hasNewer) {
      const { messages, cut } = windows.extend(thread.timeline.messages, [message], 'newer', undefined, thread.thread_ts)
      thread.timeline.messages = messages
      if (cut) thread.timeline.hasOlder = true
    }
    const own = message.user === model.selfId
    const unread_count = own ? 0 : thread.unread_count + 1
    model.lists.unreadThreads += Number(unread_count > 0) - Number(thread.unread_count > 0)
    edit(threads, thread, { latest_reply: message.ts, unread_count, ...(own && { last_read: message.ts }) })
  }
  if (onlyInThread(message) || message.user === model.selfId) return
  const unread = unreads.items.find((item) => item.channel === channel)
  if (unread && !unread.more) unread.timeline.messages = windows.put(unread.timeline.messages, message)
}

/** Puts a message that calls the person on top of their mentions, where these were asked for. */
export function mentioned(model: Model, channel: string, message: Message): void {
  const { mentions } = model.lists
  const kind = model.channels.get(channel)
  // Everything in a direct conversation calls, but only a name makes it a mention.
  const named = (message.text ?? '').includes(`<@${model.selfId}`)
  if (mentions.state !== 'ready' || ((kind?.is_im || kind?.is_mpim) && !named)) return
  if (mentions.items.some((item) => item.channel === channel && item.ts === message.ts)) return
  mentions.items = [{ channel, ts: message.ts, timeline: excerpt([message]) }, ...mentions.items]
}

/** Changes one entry of a list, where it stands. */
export function edit<T>(list: Listing<T>, item: T, change: Partial<T>): void {
  const index = list.items.indexOf(item)
  if (index >= 0) list.items = list.items.with(index, { ...item, ...change })
}

/** Adds an entry that has an id, unless it is there already. */
export function put<T extends { id: string }>(list: Listing<T>, item: T): void {
  if (!list.items.some(({ id }) => id === item.id)) list.items = [...list.items, item]
}

export function drop<T>(list: Listing<T>, gone: (item: T) => boolean): void {
  list.items = list.items.filter((item) => !gone(item))
}

/** A thread was read up to here. */
export function threadRead(model: Model, channel: string, thread_ts: Ts, ts: Ts): void {
  const { threads } = model.lists
  const thread = threads.items.find((item) => item.channel === channel && item.thread_ts === thread_ts)
  if (!thread) return
  if (thread.unread_count > 0) model.lists.unreadThreads = Math.max(0, model.lists.unreadThreads - 1)
  edit(threads, thread, { last_read: ts, unread_count: 0 })
}

/** Forgets all lists, when the person signs out. */
export function emptied(model: Model): void {
  for (const list of model.lists.all) {
    list.items = []
    list.state = 'new'
    list.cursor = undefined
  }
  model.lists.unreadThreads = 0
}
