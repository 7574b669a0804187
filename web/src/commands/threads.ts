// What a person does about a thread: reads it, follows it, leaves it.

import { call } from '../api/http.ts'
import type { Ts } from '../api/types.ts'
import { loadThreads, refreshThreads, same } from '../load/threads.ts'
import { tried } from '../load/tried.ts'
import * as lists from '../model/change-lists.ts'
import * as change from '../model/change.ts'
import type { FollowedThread } from '../model/lists.svelte.ts'
import { model, threadKey } from '../model/state.svelte.ts'
import { justBefore } from '../model/window.ts'
import { marks } from './marks.ts'
import { removed } from './undo.ts'

/** Says how far a followed thread was read. */
export async function markThread(channel: string, thread_ts: Ts, ts: Ts): Promise<void> {
  lists.threadRead(model, channel, thread_ts, ts)
  await hope(channel, thread_ts, ts)
}

/** Shows a thread as read up to here, and tells it; what the server refuses, it is asked how it is. */
function hope(channel: string, thread_ts: Ts, ts: Ts, back = false): Promise<void> {
  const place = threadKey(channel, thread_ts)
  const before = model.threads.get(place)?.messages[0]?.last_read
  change.noted(model, channel, thread_ts, { last_read: ts })
  return marks.tell(place, {
    ts,
    back,
    send: (call) => call('threads.mark', { channel, thread_ts, ts }),
    refused: () => {
      change.noted(model, channel, thread_ts, { last_read: before })
      void refreshThreads()
    },
  })
}

/** Follows a thread or leaves it; says whether it is so. */
export async function followThread(channel: string, thread_ts: Ts, follow: boolean): Promise<boolean> {
  change.noted(model, channel, thread_ts, { subscribed: follow })
  const done = await tried(() => call(follow ? 'threads.subscribe' : 'threads.unsubscribe', { channel, thread_ts }))
  if (!done) change.noted(model, channel, thread_ts, { subscribed: !follow })
  else if (!follow) lists.drop(model.lists.threads, (thread) => same(thread, { channel, thread_ts }))
  return done !== undefined
}

/** Leaves a thread that the list shows, and that goes from it. */
export async function leaveThread(thread: FollowedThread): Promise<void> {
  const { channel, thread_ts } = thread
  if (!(await followThread(channel, thread_ts, false))) return
  void removed('undo.thread', async () => {
    await followThread(channel, thread_ts, true)
    await loadThreads()
  })
}

/** Makes the replies from this one on unread again. They stay so until the thread is opened anew. */
export async function markThreadUnread(channel: string, thread_ts: Ts, from: Ts): Promise<void> {
  const timeline = model.threads.get(threadKey(channel, thread_ts))
  if (timeline) timeline.keptUnread = true
  await hope(channel, thread_ts, justBefore(from), true)
}
