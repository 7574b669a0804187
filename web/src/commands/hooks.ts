// What the life of the page means to what a person has not sent, not read to the end, and not told yet.

import type { Hooks } from '../sync/session.ts'
import { tellDrafts } from './drafts.ts'
import { complete, follow } from './follow.ts'
import { anyKept } from './kept.ts'
import { marks } from './marks.ts'
import { outbox } from './outbox.ts'
import { clearRecent, openRecent } from './recent.ts'
import { pageOn } from './timeline.ts'
import { endangered, heardUnsent, openUnsent, takeUpUnsent } from './unsent.ts'

export const hooks: Hooks = {
  open: (user) => Promise.all([openUnsent(user), openRecent(user)]),
  ready: takeUpUnsent,
  complete,
  heard: follow,
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
