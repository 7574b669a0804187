// Keeping a message for later, and no longer.

import { call, codeOf } from '../api/http.ts'
import type { Ts } from '../api/types.ts'
import { loadSaved } from '../load/saved.ts'
import { tried } from '../load/tried.ts'
import * as lists from '../model/change-lists.ts'
import * as change from '../model/change.ts'
import type { Saved } from '../model/lists.svelte.ts'
import { model } from '../model/state.svelte.ts'
import { removed } from './undo.ts'

/** Keeps a message for later, or no longer; says whether it is so. Shown at once, and undone when the server refuses. */
export async function save(channel: string, ts: Ts, keep: boolean): Promise<boolean> {
  change.noted(model, channel, ts, { is_starred: keep })
  try {
    await call(keep ? 'stars.add' : 'stars.remove', { channel, timestamp: ts })
    if (!keep) lists.drop(model.lists.saved, (item) => item.channel === channel && item.ts === ts)
    return true
  } catch (error) {
    const code = codeOf(error)
    // Another window of the same person was quicker: what they wanted is so.
    if (code === 'already_starred' || code === 'not_starred') return true
    change.noted(model, channel, ts, { is_starred: !keep })
    model.problem = code
    return false
  }
}

/** Takes a message out of the list, as it stands in it. */
export async function unsave(item: Saved): Promise<void> {
  if (!(await save(item.channel, item.ts, false))) return
  void removed('undo.saved', async () => {
    await save(item.channel, item.ts, true)
    if (item.done) await tried(() => call('saved.update', { channel: item.channel, timestamp: item.ts, mark: 'completed' }))
    await loadSaved()
  })
}

export async function complete(item: Saved, done: boolean): Promise<void> {
  const { saved } = model.lists
  const before = item.done
  lists.edit(saved, item, { done: done ? Math.floor(Date.now() / 1000) : 0 })
  const answer = await tried(() => call('saved.update', { channel: item.channel, timestamp: item.ts, mark: done ? 'completed' : 'uncompleted' }))
  const now = saved.items.find((other) => other.channel === item.channel && other.ts === item.ts)
  if (!answer && now) lists.edit(saved, now, { done: before })
}
