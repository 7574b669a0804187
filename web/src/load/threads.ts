// Followed threads, the latest activity first.

import { read } from '../api/http.ts'
import type { Answer, Ts } from '../api/types.ts'
import * as lists from '../model/change-lists.ts'
import type { FollowedThread } from '../model/lists.svelte.ts'
import { model } from '../model/state.svelte.ts'
import { compareTs, extend, has } from '../model/window.ts'
import { further, type Side } from './timeline.ts'
import { filled, tried } from './tried.ts'

const PAGE = 20

type Threads = Answer<'threads.list'>

const ask = (limit: number, cursor?: string): Promise<Threads> => read('threads.list', { limit, ...(cursor && { cursor }) })

export const same = (a: { channel: string; thread_ts: Ts }, b: { channel: string; thread_ts: Ts }): boolean => a.channel === b.channel && a.thread_ts === b.thread_ts

/** A thread as the list shows it. What was shown of it before stays, with the line where the new part begins. */
function followed({ root, replies, ...thread }: Threads['threads'][number]): FollowedThread {
  const known = model.lists.threads.items.find((item) => same(item, thread))
  const timeline = known?.timeline ?? lists.excerpt([], thread.last_read, thread.thread_ts)
  // One that was read further up stays there; one with a gap before these begins anew with them.
  if (!timeline.hasNewer) {
    const joined = replies.some(({ ts }) => has(timeline.messages, ts)) ? timeline.messages : []
    timeline.messages = extend(joined, [root, ...replies], 'newer', undefined, thread.thread_ts).messages
    timeline.hasOlder = (root.reply_count ?? 0) > timeline.messages.length - 1
  }
  return { ...thread, timeline }
}

/** The latest activity first. */
export const loadThreads = (): Promise<void> =>
  filled(model.lists.threads, async () => {
    const answer = await ask(PAGE)
    const { threads } = model.lists
    threads.items = answer.threads.map(followed)
    // Who comes back to the list sees what is new since.
    for (const thread of threads.items) thread.timeline.unreadAfter = thread.last_read
    threads.cursor = answer.response_metadata.next_cursor || undefined
    model.lists.unreadThreads = answer.unread_threads
  })

export const loadMoreThreads = (): Promise<void> =>
  filled(model.lists.threads, async () => {
    const { threads } = model.lists
    const answer = await ask(PAGE, threads.cursor)
    const fresh = answer.threads.filter((thread) => !threads.items.some((item) => same(item, thread)))
    threads.items = [...threads.items, ...fresh.map(followed)]
    threads.cursor = answer.response_metadata.next_cursor || undefined
  })

/** After something changed elsewhere: the count, and in a list that is shown each thread where it stands, new ones on top. */
export async function refreshThreads(): Promise<void> {
  const { threads } = model.lists
  const shown = threads.state === 'ready'
  const answer = await ask(shown ? PAGE : 1).catch(() => undefined)
  if (!answer) return
  model.lists.unreadThreads = answer.unread_threads
  if (!shown || threads.state !== 'ready') return
  const now = answer.threads.map(followed)
  const oldest = now.at(-1)?.latest_reply ?? '0'
  // One that should be on this page and is not was left elsewhere.
  const kept = threads.items.filter((item) => (threads.cursor !== undefined && compareTs(item.latest_reply, oldest) < 0) || now.some((other) => same(other, item)))
  const fresh = now.filter((item) => !kept.some((other) => same(other, item)))
  threads.items = [...fresh, ...kept.map((item) => now.find((other) => same(other, item)) ?? item)]
}

/** More replies of a thread in the list, before or after those that are shown. */
export async function loadReplies({ channel, timeline }: FollowedThread, side: Side): Promise<void> {
  await tried(() => further(channel, timeline, side))
}
