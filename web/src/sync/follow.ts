// Some events only name what changed, and the start answer does not hold everything. This asks for it.

import { handle, type Handlers } from '../api/events.ts'
import type { Boot, Posted, SocketEvent, Told } from '../api/types.ts'
import { loadBookmarks } from '../load/about.ts'
import { loadEmoji } from '../load/emoji.ts'
import { repliedTo, threadFollowed } from '../load/follows.ts'
import { loadGroups } from '../load/groups.ts'
import { refreshPrefs } from '../load/prefs.ts'
import { loadOwnQuiet, loadQuiet } from '../load/quiet.ts'
import { loadReminders } from '../load/reminders.ts'
import { refreshSaved } from '../load/saved.ts'
import { loadScheduled } from '../load/scheduled.ts'
import { quietly, soon } from '../load/soon.ts'
import { refreshThreads } from '../load/threads.ts'
import { model } from '../model/state.svelte.ts'

/** A reply in a thread that the list does not show: it may be one the person follows. */
const newReply = ({ channel, thread_ts }: Posted): boolean =>
  thread_ts !== undefined && !model.lists.threads.items.some((thread) => thread.channel === channel && thread.thread_ts === thread_ts)

const handlers: Handlers = {
  message: (event) => {
    // The others say how another message is now.
    if ('hidden' in event) return
    void repliedTo(event.channel, event)
    if (newReply(event)) soon(refreshThreads)
  },
  thread_marked: () => soon(refreshThreads),
  thread_subscribed: subscribed,
  thread_unsubscribed: subscribed,
  pref_change: () => {
    soon(refreshPrefs)
    soon(loadOwnQuiet)
  },
  star_added: () => soon(refreshSaved),
  star_removed: () => soon(refreshSaved),
  scheduled_message_changed: () => soon(loadScheduled),
  reminder_changed: () => soon(loadReminders),
  emoji_changed: () => soon(loadEmoji),
  subteam_members_changed: () => soon(loadGroups),
  bookmarks_changed: ({ channel }) => void (model.about.has(channel) && loadBookmarks(channel)),
}

function subscribed({ subscription }: Told['thread_subscribed' | 'thread_unsubscribed']): void {
  threadFollowed(subscription)
  soon(refreshThreads)
}

export const follow = (event: SocketEvent): void => handle(handlers, event)

/** Asks for what the start answer does not hold. */
export function complete(answer: Boot): void {
  void loadQuiet(answer.channels.flatMap((channel) => (channel.is_im && channel.user ? [channel.user] : [])))
  for (const ask of [loadEmoji, loadGroups, refreshThreads, loadScheduled, loadReminders]) quietly(ask)
}
