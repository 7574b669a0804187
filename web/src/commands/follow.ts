// Some events only name what changed. This asks for it.

import { handle, type Handlers } from '../api/events.ts'
import { readAll } from '../api/http.ts'
import type { Boot, Posted, SocketEvent, Told } from '../api/types.ts'
import { loadBookmarks } from './about.ts'
import { arrived, repliedTo, threadFollowed } from './arrivals.ts'
import { isOwnEcho, refreshDrafts } from './drafts.ts'
import { marks } from './marks.ts'
import { loadOwnQuiet, loadQuiet, tellZone } from './people.ts'
import { refreshPrefs } from './prefs.ts'
import { loadReminders } from './reminders.ts'
import { refreshSaved } from './saved.ts'
import { loadScheduled } from './scheduled.ts'
import { refreshThreads } from './threads.ts'
import * as change from '../model/change.ts'
import { model, threadKey } from '../model/state.svelte.ts'

/** Several events of a kind in a row are one question. */
const PAUSE_MS = 400

const timers = new Map<() => Promise<void>, ReturnType<typeof setTimeout>>()

function soon(refresh: () => Promise<void>): void {
  clearTimeout(timers.get(refresh))
  timers.set(refresh, setTimeout(() => void refresh(), PAUSE_MS))
}

// What these fetch is decoration: when one fails, the next event or start asks again.

async function emoji(): Promise<void> {
  const answer = await readAll('emoji.list').catch(() => undefined)
  if (answer) change.emoji(model, answer.emoji)
}

async function groups(): Promise<void> {
  const answer = await readAll('usergroups.list', { include_users: true, include_disabled: true }).catch(() => undefined)
  if (answer) change.groups(model, answer.usergroups)
}

/** A reply in a thread that the list does not show: it may be one the person follows. */
const newReply = ({ channel, thread_ts }: Posted): boolean =>
  thread_ts !== undefined && !model.lists.threads.items.some((thread) => thread.channel === channel && thread.thread_ts === thread_ts)

const handlers: Handlers = {
  message: (event) => {
    // The others say how another message is now.
    if ('hidden' in event) return
    arrived(event.channel, event)
    void repliedTo(event.channel, event)
    if (newReply(event)) soon(refreshThreads)
  },
  thread_marked: ({ channel, thread_ts, last_read }) => {
    marks.overtaken(threadKey(channel, thread_ts), last_read)
    soon(refreshThreads)
  },
  thread_subscribed: subscribed,
  thread_unsubscribed: subscribed,
  draft_changed: ({ channel, thread_ts }) => isOwnEcho(channel, thread_ts ?? undefined) || soon(refreshDrafts),
  pref_change: () => {
    soon(refreshPrefs)
    soon(loadOwnQuiet)
  },
  star_added: () => soon(refreshSaved),
  star_removed: () => soon(refreshSaved),
  scheduled_message_changed: () => soon(loadScheduled),
  reminder_changed: () => soon(loadReminders),
  emoji_changed: () => soon(emoji),
  subteam_members_changed: () => soon(groups),
  bookmarks_changed: ({ channel }) => void (model.about.has(channel) && loadBookmarks(channel)),
}

function subscribed({ subscription }: Told['thread_subscribed' | 'thread_unsubscribed']): void {
  threadFollowed(subscription)
  soon(refreshThreads)
}

export const follow = (event: SocketEvent): void => handle(handlers, event)

/** Asks for what the start answer does not hold. */
export function complete(answer: Boot): void {
  void tellZone()
  void loadQuiet(answer.channels.flatMap((channel) => (channel.is_im && channel.user ? [channel.user] : [])))
  void refreshDrafts()
  void emoji()
  void groups()
  void refreshThreads()
  void loadScheduled()
  void loadReminders()
}
