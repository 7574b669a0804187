// Asking to be reminded, and what is done with a reminder.

import { call } from '../api/http.ts'
import type { Reminder } from '../api/types.ts'
import { tried } from '../load/tried.ts'
import * as lists from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { removed } from './undo.ts'

/** Says whether it was taken. */
export async function remind(text: string, at_s: number): Promise<boolean> {
  const answer = await tried(() => call('reminders.add', { text, time: String(Math.floor(at_s)) }))
  if (answer) lists.put(model.lists.reminders, answer.reminder)
  return answer !== undefined
}

export async function completeReminder(item: Reminder): Promise<void> {
  const done = await tried(() => call('reminders.complete', { reminder: item.id }))
  if (done) lists.edit(model.lists.reminders, item, { complete_ts: Math.floor(Date.now() / 1000) })
}

export async function deleteReminder(item: Reminder): Promise<void> {
  const done = await tried(() => call('reminders.delete', { reminder: item.id }))
  if (!done) return
  lists.drop(model.lists.reminders, ({ id }) => id === item.id)
  // One whose time is past reminds of nothing any more, and the server takes none.
  if (item.time * 1000 > Date.now() && !item.complete_ts) void removed('undo.reminder', () => remind(item.text, item.time))
}
