// Messages that other messages link to, asked for by the reader: nothing of them is kept with the link.

import { ApiError, read } from '../api/http.ts'
import type { Message, Page, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { at } from '../model/window.ts'

/** How many are asked for at the same time: a page of links must not hold up what the person does. */
const AT_ONCE = 3

const waiting: (() => Promise<void>)[] = []
let running = 0

/** Looks up a message that is linked to; a second call for the same one does nothing. */
export function lookAtLinked(channel: string, ts: Ts, thread_ts?: Ts): void {
  if (change.linkedOf(model, channel, ts)) return
  const shown = loaded(channel, ts)
  change.link(model, channel, ts, shown ? { state: 'here', message: shown } : { state: 'loading' })
  if (shown) return
  waiting.push(() => fetchOne(channel, ts, thread_ts))
  next()
}

function next(): void {
  if (running >= AT_ONCE) return
  const work = waiting.shift()
  if (!work) return
  running += 1
  void work().finally(() => {
    running -= 1
    next()
  })
}

function loaded(channel: string, ts: Ts): Message | undefined {
  const threads = [...model.threads].filter(([key]) => key.startsWith(`${channel}/`)).map(([, thread]) => thread)
  for (const timeline of [model.timelines.get(channel), ...threads]) {
    const found = timeline && at(timeline.messages, ts)
    if (found) return found
  }
  return undefined
}

async function fetchOne(channel: string, ts: Ts, thread_ts?: Ts): Promise<void> {
  try {
    if (!model.channels.has(channel)) {
      const answer = await read('conversations.info', { channel })
      change.putChannel(model, answer.channel)
    }
    const message = await one(channel, ts, thread_ts)
    change.link(model, channel, ts, message ? { state: 'here', message } : { state: 'gone' })
  } catch (error) {
    // What the reader may not see is said to be so; anything else is asked again after the next start answer.
    const hidden = error instanceof ApiError && /channel|access/.test(error.code)
    change.link(model, channel, ts, { state: hidden ? 'hidden' : 'gone' })
  }
}

async function one(channel: string, ts: Ts, thread_ts?: Ts): Promise<Message | undefined> {
  const span = { channel, oldest: ts, latest: ts, inclusive: true, limit: 2 }
  const found = ({ messages }: Page): Message | undefined => messages.find((message) => message.ts === ts)
  const there = thread_ts && thread_ts !== ts ? undefined : found(await read('conversations.history', span))
  if (there) return there
  return found(await read('conversations.replies', { ...span, ts: thread_ts ?? ts }))
}
