// What a person keeps for later.

import { read } from '../api/http.ts'
import * as lists from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { filled } from './tried.ts'

/** The latest first; with `more` the ones before those that are shown. */
export const loadSaved = (more = false): Promise<void> =>
  filled(model.lists.saved, async () => {
    const { saved } = model.lists
    const answer = await read('stars.list', { limit: 100, ...(more && { cursor: saved.cursor }) })
    const found = answer.items.map((item) => ({ channel: item.channel, ts: item.message.ts, done: item.date_done ?? 0, timeline: lists.excerpt([item.message]) }))
    saved.items = more ? [...saved.items, ...found] : found
    saved.cursor = answer.response_metadata.next_cursor || undefined
  })

/** Asks again after a change elsewhere, where the list was asked for before. */
export async function refreshSaved(): Promise<void> {
  if (model.lists.saved.state === 'ready') await loadSaved()
}
