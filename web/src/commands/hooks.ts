// What the life of the page means to what a person has not sent, not read to the end, and not told yet.

import { handle, type Handlers } from '../api/events.ts'
import { soon } from '../load/soon.ts'
import { pageOn } from '../load/timeline.ts'
import { threadKey } from '../model/state.svelte.ts'
import type { Hooks } from '../sync/session.ts'
import { arrived } from './arrivals.ts'
import { catchUpDrafts, isOwnEcho, tellDrafts } from './drafts.ts'
import { anyKept } from './kept.ts'
import { marks } from './marks.ts'
import { outbox } from './outbox.ts'
import { tellZone } from './people.ts'
import { clearRecent, openRecent } from './recent.ts'
import { endangered, heardUnsent, openUnsent, takeUpUnsent } from './unsent.ts'

const handlers: Handlers = {
  message: (event) => {
    // The others say how another message is now.
    if (!('hidden' in event)) arrived(event.channel, event)
  },
  thread_marked: ({ channel, thread_ts, last_read }) => marks.overtaken(threadKey(channel, thread_ts), last_read),
  draft_changed: ({ channel, thread_ts }) => isOwnEcho(channel, thread_ts ?? undefined) || soon(catchUpDrafts),
}

export const hooks: Hooks = {
  open: (user) => Promise.all([openUnsent(user), openRecent(user)]),
  ready: takeUpUnsent,
  complete: () => {
    void tellZone()
    void catchUpDrafts()
  },
  heard: (event) => handle(handlers, event),
  online: () => {
    outbox.drainAll()
    marks.drainAll()
    pageOn()
    tellDrafts()
  },
  forget: () => {
    clearRecent()
    marks.clear()
    return anyKept()
  },
  stored: heardUnsent,
  endangered,
}
