// Loading the messages of channels and threads.

import { codeOf, NetworkError, read } from '../api/http.ts'
import type { Arguments, Message, Page, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model, type Timeline } from '../model/state.svelte.ts'
import { compareTs, extend, WINDOW_MAX } from '../model/window.ts'

const PAGE = 60
/** How many messages before the first unread one are shown with it. */
const CONTEXT = 20
/** How much of a thread is asked for at once. */
const THREAD_PAGE = 200

const ascending = (messages: Message[]): Message[] => messages.toSorted((a, b) => compareTs(a.ts, b.ts))

const history = (channel: string, args: Partial<Arguments<'conversations.history'>>): Promise<Page> => read('conversations.history', { channel, limit: PAGE, ...args })

/** Opens a channel at its end. The unread line stays where it was until the channel is opened anew. */
export async function openChannel(channel: string, at?: Ts): Promise<void> {
  const timeline = change.timelineOf(model, channel)
  timeline.unreadAfter = model.channels.get(channel)?.last_read
  timeline.keptUnread = false
  if (at) return openAt(channel, timeline, at)
  if (timeline.state === 'ready' && !timeline.hasNewer) return
  await loadLatest(channel)
}

export async function loadLatest(channel: string): Promise<void> {
  const timeline = change.timelineOf(model, channel)
  if (timeline.state === 'loading') return
  await guarded(timeline, async () => {
    // All that is unread, as far as the window reaches, so that the line stands where it belongs.
    const unread = model.channels.get(channel)?.unread_count ?? 0
    const page = await history(channel, { limit: Math.min(Math.max(PAGE, unread + CONTEXT), WINDOW_MAX) })
    timeline.messages = ascending(page.messages)
    timeline.hasOlder = page.has_more
    timeline.hasNewer = false
    timeline.missed = 0
  })
}

/** Opens the history around one message. */
async function openAt(channel: string, timeline: Timeline, at: Ts): Promise<void> {
  if (timeline.state === 'ready' && timeline.messages.some((message) => message.ts === at)) return
  await guarded(timeline, async () => {
    const older = await history(channel, { latest: at, inclusive: true })
    timeline.messages = ascending(older.messages)
    timeline.hasOlder = older.has_more
    const last = model.channels.get(channel)?.latest
    timeline.hasNewer = last ? compareTs(at, last) < 0 : false
    timeline.missed = 0
  })
  await loadNewer(channel)
}

async function guarded(timeline: Timeline, load: () => Promise<void>): Promise<void> {
  const first = timeline.state !== 'ready'
  timeline.state = 'loading'
  try {
    await load()
    timeline.state = 'ready'
  } catch (error) {
    timeline.state = first ? 'failed' : 'ready'
    if (!first) model.problem = codeOf(error)
  }
}

const paging = new Set<Timeline>()

async function page(timeline: Timeline, load: () => Promise<void>): Promise<void> {
  if (paging.has(timeline) || timeline.state !== 'ready') return
  paging.add(timeline)
  try {
    await load()
  } catch (error) {
    // That there is no connection is said already, and each turn of the wheel would say it again.
    if (!(error instanceof NetworkError)) model.problem = codeOf(error)
  } finally {
    paging.delete(timeline)
  }
}

export async function loadOlder(channel: string): Promise<void> {
  const timeline = model.timelines.get(channel)
  const oldest = timeline?.messages[0]
  if (!timeline || !oldest || !timeline.hasOlder) return
  await page(timeline, async () => {
    const answer = await history(channel, { latest: oldest.ts })
    const { messages, cut } = extend(timeline.messages, answer.messages, 'older')
    timeline.messages = messages
    timeline.hasOlder = answer.has_more
    if (cut) timeline.hasNewer = true
  })
}

export async function loadNewer(channel: string): Promise<void> {
  const timeline = model.timelines.get(channel)
  const newest = timeline?.messages.at(-1)
  if (!timeline || !newest || !timeline.hasNewer) return
  await page(timeline, async () => {
    const answer = await history(channel, { oldest: newest.ts, onward: true })
    const { messages, cut } = extend(timeline.messages, answer.messages, 'newer')
    timeline.messages = messages
    timeline.hasNewer = answer.has_more
    if (!timeline.hasNewer) timeline.missed = 0
    if (cut) timeline.hasOlder = true
  })
}

/** Says whether the reader stands at the end, so that the window moves along or stays. */
export function follow(channel: string, following: boolean): void {
  const timeline = model.timelines.get(channel)
  if (timeline) timeline.following = following
}

/** Says whether the person looks at the end of a timeline, so that nothing that comes now is marked as new. */
export function watch(timeline: Timeline, watched: boolean): void {
  timeline.watched = watched
}

/** Opens a thread: its root and all its replies, as far as the window reaches. */
export async function openThread(channel: string, ts: Ts): Promise<void> {
  const thread = change.threadOf(model, channel, ts)
  if (thread.state === 'ready' || thread.state === 'loading') return
  await guarded(thread, async () => {
    let messages: Message[] = []
    let cursor: string | undefined
    do {
      const answer = await read('conversations.replies', { channel, ts, limit: THREAD_PAGE, ...(cursor && { cursor }) })
      const extended = extend(messages, answer.messages, 'newer')
      messages = extended.messages
      thread.hasOlder ||= extended.cut
      cursor = answer.response_metadata.next_cursor || undefined
    } while (cursor)
    thread.messages = messages
  })
}
