// Unsent text: kept at once in the model, a moment later at the server, so that it follows to the next device.

import { call, read } from '../api/http.ts'
import type { Draft, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { draftKey, model } from '../model/state.svelte.ts'

/** How long a person pauses before the draft is sent. */
const PAUSE_MS = 1_200

/** How long a draft written here is not overwritten by what the server tells: it may be the echo of an older one. */
const OWN_MS = 5_000

const written = new Map<string, number>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function setDraft(channel: string, thread_ts: Ts | undefined, text: string): void {
  // A composer that closes because its person signed out leaves nothing behind.
  if (model.phase !== 'ready') return
  const key = draftKey(channel, thread_ts)
  if ((model.drafts.get(key) ?? '') === text) return
  if (text.trim()) model.drafts.set(key, text)
  else model.drafts.delete(key)
  written.set(key, Date.now())
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

/** Asks what drafts there are, after another window or device changed one. */
export async function refreshDrafts(): Promise<void> {
  const answer = await read<{ drafts: Draft[] }>('drafts.list').catch(() => undefined)
  if (answer) change.drafts(model, answer.drafts, new Set([...written].filter(([, at]) => Date.now() - at < OWN_MS).map(([key]) => key)))
}

/** Whether a change of this draft that the server tells of is most likely the one made here. */
export const isOwnEcho = (channel: string, thread_ts: Ts | undefined): boolean =>
  Date.now() - (written.get(draftKey(channel, thread_ts)) ?? 0) < OWN_MS
