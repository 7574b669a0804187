// Some events only name what changed. This asks for it.

import { readAll } from '../api/http.ts'
import type { Boot, Message, SocketEvent } from '../api/types.ts'
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
function newReply(event: SocketEvent): boolean {
  if (event.type !== 'message' || event.subtype?.startsWith('message_') || typeof event['thread_ts'] !== 'string') return false
  return !model.lists.threads.items.some((thread) => thread.channel === event.channel && thread.thread_ts === event['thread_ts'])
}

/** Events that say how another message is now, not that there is a new one. */
const ABOUT_ANOTHER = ['message_changed', 'message_replied', 'message_deleted']

export function follow(event: SocketEvent): void {
  if (event.type === 'message' && !ABOUT_ANOTHER.includes(event.subtype ?? '')) {
    arrived(String(event.channel), event as unknown as Message)
    void repliedTo(String(event.channel), event as unknown as Message)
  }
  if (event.type === 'thread_marked') marks.overtaken(threadKey(String(event.channel), String(event['thread_ts'])), String(event['last_read']))
  if (event.type === 'thread_subscribed' || event.type === 'thread_unsubscribed') threadFollowed(event)
  if (event.type === 'draft_changed' && event['text'] === undefined && event['draft'] === undefined) {
    if (!isOwnEcho(String(event.channel), (event['thread_ts'] as string | null) ?? undefined)) soon(refreshDrafts)
  }
  if (event.type === 'pref_change' && event['name'] === undefined) {
    soon(refreshPrefs)
    soon(loadOwnQuiet)
  }
  if (/^thread_(marked|subscribed|unsubscribed)$/.test(event.type) || newReply(event)) soon(refreshThreads)
  if (event.type === 'star_added' || event.type === 'star_removed') soon(refreshSaved)
  if (event.type === 'scheduled_message_changed') soon(loadScheduled)
  if (event.type === 'reminder_changed') soon(loadReminders)
  if (event.type === 'emoji_changed' && event['value'] === undefined) soon(emoji)
  if (event.type === 'subteam_members_changed') soon(groups)
  if (event.type === 'bookmarks_changed' && model.about.has(String(event.channel))) void loadBookmarks(String(event.channel))
}

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
