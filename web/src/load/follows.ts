// Whether the person follows a thread.

import { read } from '../api/http.ts'
import type { Message, Told, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { isReply } from '../model/message.ts'
import { model, threadKey } from '../model/state.svelte.ts'

/** Threads asked for so far; the server tells of every change. */
const followed = new Map<string, boolean>()

export function threadFollowed({ channel, thread_ts, active }: Told['thread_subscribed']['subscription']): void {
  followed.set(threadKey(channel, thread_ts), active)
}

/** Who replies follows the thread, unless they left it before. Which it is only the server knows, and it does not tell. */
export async function repliedTo(channel: string, message: Message): Promise<void> {
  const { thread_ts, user } = message
  if (!thread_ts || !isReply(message) || user !== model.selfId) return
  const key = threadKey(channel, thread_ts)
  if (!followed.get(key)) followed.delete(key)
  const subscribed = await follows(channel, thread_ts)
  if (followed.has(key)) change.noted(model, channel, thread_ts, { subscribed })
}

/** Whether the person follows a thread. When that cannot be asked, they do not. */
export async function follows(channel: string, thread: Ts): Promise<boolean> {
  const key = threadKey(channel, thread)
  const known = followed.get(key)
  if (known !== undefined) return known
  const page = await read('conversations.replies', { channel, ts: thread, limit: 1 }).catch(() => undefined)
  const answer = Boolean(page?.messages[0]?.subscribed)
  if (page) followed.set(key, answer)
  return answer
}
