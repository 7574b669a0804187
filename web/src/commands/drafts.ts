// Unsent text: kept at once in the model, a moment later at the server, so that it follows to the next device.

import { call } from '../api/http.ts'
import type { Ts } from '../api/types.ts'
import { draftKey, model } from '../model/state.svelte.ts'

/** How long a person pauses before the draft is sent. */
const PAUSE_MS = 1_200

const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function setDraft(channel: string, thread_ts: Ts | undefined, text: string): void {
  const key = draftKey(channel, thread_ts)
  if ((model.drafts.get(key) ?? '') === text) return
  if (text.trim()) model.drafts.set(key, text)
  else model.drafts.delete(key)
  clearTimeout(timers.get(key))
  timers.set(
    key,
    setTimeout(() => {
      timers.delete(key)
      // A draft that could not be kept is still in the model; the next key press sends it again.
      call('drafts.set', { channel, text: text.trim() ? text : '', ...(thread_ts && { thread_ts }) }).catch(() => undefined)
    }, PAUSE_MS),
  )
}
