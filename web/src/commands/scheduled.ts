// Letting a message wait for its time, and what is done with it until then.

import { call, codeOf } from '../api/http.ts'
import type { Scheduled, Ts } from '../api/types.ts'
import { loadScheduled } from '../load/scheduled.ts'
import { tried } from '../load/tried.ts'
import * as lists from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { addToDraft } from './drafts.ts'
import { outbox } from './outbox.ts'

/** Lets a message wait for its time; gives the reason when the server does not take it. */
export async function schedule(draft: { channel: string; text: string; thread_ts?: Ts; broadcast?: boolean }, at_s: number): Promise<string | undefined> {
  const { broadcast, ...rest } = draft
  try {
    await call('chat.scheduleMessage', { ...rest, post_at: at_s, ...(broadcast && { reply_broadcast: true }) })
  } catch (error) {
    return codeOf(error)
  }
  await loadScheduled()
  return undefined
}

const forget = ({ id, channel_id }: Scheduled): Promise<object> => call('chat.deleteScheduledMessage', { channel: channel_id, scheduled_message_id: id })

/** Takes a message back and lets it go. */
export async function deleteScheduled(item: Scheduled): Promise<boolean> {
  const done = await tried(() => forget(item))
  if (done) lists.drop(model.lists.scheduled, ({ id }) => id === item.id)
  return done !== undefined
}

/** Takes a message back into the drafts of its place; `draft` is what it says as a person types it. */
export async function unschedule(item: Scheduled, draft: string): Promise<void> {
  const { id, channel_id, thread_ts } = item
  await tried(() =>
    addToDraft(channel_id, thread_ts, async () => {
      const answer = await call('chat.deleteScheduledMessage', { channel: channel_id, scheduled_message_id: id, draft })
      lists.drop(model.lists.scheduled, (each) => each.id === id)
      return answer.draft?.text
    }),
  )
}

/** Gives it another text or time. The new one is made first, so that nothing is lost when the server refuses. */
export async function reschedule(item: Scheduled, text: string, post_at: number): Promise<boolean> {
  const done = await tried(async () => {
    await call('chat.scheduleMessage', { channel: item.channel_id, text, post_at, ...(item.thread_ts && { thread_ts: item.thread_ts }) })
    await forget(item)
    return true
  })
  await loadScheduled()
  return done ?? false
}

/** Sends it at once. */
export async function sendNow(item: Scheduled): Promise<void> {
  if (!(await deleteScheduled(item))) return
  outbox.send({ channel: item.channel_id, text: item.text, ...(item.thread_ts && { thread_ts: item.thread_ts }) })
}
