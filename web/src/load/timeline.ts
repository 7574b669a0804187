// Loading the messages of channels and threads.

import { ApiError, codeOf, NetworkError, read } from '../api/http.ts'
import type { Arguments, Message, Page, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { Pager, type Pages } from '../model/paging.ts'
import { drawn } from '../model/rows.ts'
import { model, type Timeline } from '../model/state.svelte.ts'
import { compareTs, extend, WINDOW_MAX } from '../model/window.ts'

const PAGE = 60
/** How many messages before the first unread one are shown with it. */
const CONTEXT = 20
const ascending = (messages: Message[]): Message[] => messages.toSorted((a, b) => compareTs(a.ts, b.ts))

const history = (channel: string, args: Partial<Arguments<'conversations.history'>>): Promise<Page> => read('conversations.history', { channel, limit: PAGE, ...args })

const replies = (channel: string, ts: Ts, args: Partial<Arguments<'conversations.replies'>>): Promise<Page> => read('conversations.replies', { channel, ts, limit: PAGE, ...args })

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
    if (timeline.hasNewer) pages(channel, timeline, 'newer').put(await history(channel, { oldest: at, onward: true }))
  })
}

async function guarded(timeline: Timeline, load: () => Promise<void>): Promise<void> {
  anew(timeline)
  const first = timeline.state !== 'ready'
  timeline.state = 'loading'
  try {
    await load()
    timeline.state = 'ready'
  } catch (error) {
    timeline.reason = codeOf(error)
    timeline.state = first ? 'failed' : 'ready'
    if (!first) model.problem = timeline.reason
  }
}

/** How long to wait before a page is asked for again while the socket says nothing. */
const RETRY_MS = 5_000
/** While nothing of it shows, a page is up to so many times as long. */
const LONGER = 4

export type Side = 'older' | 'newer'

/** One side of a channel or a thread: how its pages are asked for and put down. */
const pages = (channel: string, timeline: Timeline, side: Side): Pages<Page> => ({
  more: () => timeline.state === 'ready' && timeline.messages.length > 0 && (side === 'older' ? timeline.hasOlder : timeline.hasNewer),
  ask: (run) => {
    const limit = PAGE * Math.min(2 ** run, LONGER)
    const { messages, root } = timeline
    const [oldest, newest] = [messages[Number(messages[0]?.ts === root)]?.ts, messages.at(-1)?.ts as Ts]
    if (root) return replies(channel, root, side === 'older' ? { limit, backward: true, ...(oldest && { latest: oldest }) } : { limit, oldest: newest })
    return history(channel, side === 'older' ? { limit, latest: oldest as Ts } : { limit, oldest: newest, onward: true })
  },
  put: (page) => {
    const { messages, cut } = extend(timeline.messages, page.messages, side, drawn(model.preferences.show_joins), timeline.root)
    timeline.messages = messages
    if (side === 'older') timeline.hasOlder = page.has_more
    else timeline.hasNewer = page.has_more
    if (!timeline.hasNewer) timeline.missed = 0
    if (!cut) return
    if (side === 'older') timeline.hasNewer = true
    else timeline.hasOlder = true
    pagersOf(channel, timeline)[side === 'older' ? 'newer' : 'older'].hold()
  },
  // That there is no connection is said already, and each turn of the wheel would say it again.
  passing: (error) => (error instanceof NetworkError ? RETRY_MS : error instanceof ApiError && error.code === 'ratelimited' ? error.retry_after_s * 1000 : undefined),
  refused: (error) => {
    timeline.refused = error === undefined ? undefined : side
    if (error !== undefined) model.problem = codeOf(error)
  },
})

const pagers = new WeakMap<Timeline, Record<Side, Pager<Page>>>()

function pagersOf(channel: string, timeline: Timeline): Record<Side, Pager<Page>> {
  const found = pagers.get(timeline) ?? { older: new Pager(pages(channel, timeline, 'older')), newer: new Pager(pages(channel, timeline, 'newer')) }
  pagers.set(timeline, found)
  return found
}

/** What was asked for belongs to a window that is loaded anew. */
function anew(timeline: Timeline): void {
  const found = pagers.get(timeline)
  found?.older.stop()
  found?.newer.stop()
  pagers.delete(timeline)
  timeline.refused = undefined
}

/** Says which edges of a list are in reach, after each time it was drawn or moved. */
export function look(channel: string, timeline: Timeline, near: Record<Side, boolean>): void {
  const { older, newer } = pagersOf(channel, timeline)
  older.look(near.older)
  newer.look(near.newer)
}

/** Asks again for what was refused or got no answer. */
export function pageAgain(timeline: Timeline): void {
  for (const pager of Object.values(pagers.get(timeline) ?? {})) pager.again()
}

/** There is a line again. */
export function pageOn(): void {
  for (const timelines of [model.timelines, model.threads]) for (const timeline of timelines.values()) pageAgain(timeline)
}

/** The next page on one side of an excerpt, which shows no more than it is asked to. */
export async function further(channel: string, timeline: Timeline, side: Side): Promise<void> {
  const { more, ask, put } = pages(channel, timeline, side)
  if (more()) put(await ask(0))
}

/** Says whether the reader stands at the end, so that the window moves along or stays. */
export function follow(timeline: Timeline, following: boolean): void {
  timeline.following = following
}

/** Says whether the person looks at the end of a timeline, so that nothing that comes now is marked as new. */
export function watch(timeline: Timeline, watched: boolean): void {
  timeline.watched = watched
}

/** Opens a thread at its end, its root above. */
export async function openThread(channel: string, ts: Ts): Promise<void> {
  const thread = change.threadOf(model, channel, ts)
  if (thread.state !== 'ready' || thread.hasNewer) await loadThread(channel, ts)
}

export async function loadThread(channel: string, ts: Ts): Promise<void> {
  const thread = change.threadOf(model, channel, ts)
  if (thread.state === 'loading') return
  await guarded(thread, async () => {
    const page = await replies(channel, ts, { backward: true })
    thread.messages = ascending(page.messages)
    thread.hasOlder = page.has_more
    thread.hasNewer = false
    thread.missed = 0
  })
}
