// Unsent text: kept at once in the model, a moment later at the server, so that it follows to the next device.

import { call } from '../api/http.ts'
import type { Ts } from '../api/types.ts'
import { refreshDrafts } from '../load/drafts.ts'
import { draftKey, model } from '../model/state.svelte.ts'
import { Kept } from './kept.ts'
import { outbox } from './outbox.ts'
import { removed } from './undo.ts'

/** How long a person pauses before the draft is sent. */
const PAUSE_MS = 1_200

/** How long a draft written here is not overwritten by what the server tells: it may be the echo of an older one. */
const OWN_MS = 5_000

/** Drafts the server does not have yet, the empty ones that it is to forget included. */
const kept = new Kept('draft')

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
  void kept.set(key, text.trim() ? text : '')
  clearTimeout(timers.get(key))
  timers.set(key, setTimeout(() => void tell(key), PAUSE_MS))
}

/** What is being told, by place: one after another, or an older text might arrive after a newer one and come back. */
const telling = new Map<string, Promise<void>>()

/** Tells the server of a draft. One that does not arrive is told again when the connection is back. */
function tell(key: string): Promise<void> {
  clearTimeout(timers.get(key))
  timers.delete(key)
  const told = (telling.get(key) ?? Promise.resolve()).then(() => tellNow(key))
  telling.set(key, told)
  return told.finally(() => telling.get(key) === told && telling.delete(key))
}

async function tellNow(key: string): Promise<void> {
  const text = kept.get(key) ?? model.drafts.get(key) ?? ''
  const [channel = '', thread_ts] = key.split('/')
  const told = await call('drafts.set', { channel, text, ...(thread_ts && { thread_ts }) }).catch(() => undefined)
  if (told && kept.get(key) === text) kept.drop(key)
}

/** Reads what was written here and did not reach the server when the page was last left. */
export const openDrafts = (user: string): Promise<void> => kept.open(user)

/** Takes up what was read, in place of what the server has. */
export function takeUpDrafts(): void {
  for (const [key, text] of kept.all) {
    if (text) model.drafts.set(key, text)
    else model.drafts.delete(key)
  }
}

/** Tells the server all that it may not have. */
export function tellDrafts(): void {
  for (const [key] of kept.all) void tell(key)
}

/** Another window changed what is kept: an older text is not told from here. */
export const heardDraft = (place: string | null): Promise<unknown> => kept.heard(place)

export const endangeredDrafts = (): boolean => kept.endangered

/** Forgets what is kept here, when the person signs out. */
export const clearDrafts = (): void => kept.clear()

/** Lets a draft go. Taken back it stands before what was begun there meanwhile. */
export function dropDraft(channel: string, thread_ts: Ts | undefined): void {
  const key = draftKey(channel, thread_ts)
  const text = model.drafts.get(key)
  setDraft(channel, thread_ts, '')
  if (text) void removed('undo.draft', () => setDraft(channel, thread_ts, [text, model.drafts.get(key)].filter(Boolean).join('\n')))
}

/** Lets the server put a text behind the draft of a place: `put` does it and gives the draft as it then is. What was written
 * here and is not at the server yet is told first, and what is written meanwhile stays. */
export async function addToDraft(channel: string, thread_ts: Ts | undefined, put: () => Promise<string | undefined>): Promise<void> {
  const key = draftKey(channel, thread_ts)
  if (kept.get(key) !== undefined) await tell(key)
  const before = model.drafts.get(key)
  const text = await put()
  if (text === undefined || model.drafts.get(key) !== before) return
  model.drafts.set(key, text)
  written.set(key, Date.now())
}

/** Sends a draft as it is; `text` is what it says with names turned into ids. */
export function sendDraft(channel: string, thread_ts: Ts | undefined, text: string): void {
  outbox.send({ channel, text, ...(thread_ts && { thread_ts }) })
  setDraft(channel, thread_ts, '')
}

/** Asks what drafts there are, after another window or device changed one. */
export const catchUpDrafts = (): Promise<void> =>
  refreshDrafts(() => {
    const fresh = [...written].filter(([, at]) => Date.now() - at < OWN_MS)
    return new Set([...fresh, ...kept.all].map(([key]) => key))
  })

/** Whether a change of this draft that the server tells of is most likely the one made here. */
export const isOwnEcho = (channel: string, thread_ts: Ts | undefined): boolean =>
  Date.now() - (written.get(draftKey(channel, thread_ts)) ?? 0) < OWN_MS
