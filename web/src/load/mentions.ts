// The messages that call the person.

import { read } from '../api/http.ts'
import { excerpt } from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { filled } from './tried.ts'

/** The latest first; with `more` the ones before those that are shown. */
export const loadMentions = (more = false): Promise<void> =>
  filled(model.lists.mentions, async () => {
    const { mentions } = model.lists
    const answer = await read('mentions.list', { limit: 50, ...(more && { cursor: mentions.cursor }) })
    const found = answer.items.map(({ channel, message }) => ({ channel, ts: message.ts, timeline: excerpt([message]) }))
    mentions.items = more ? [...mentions.items, ...found] : found
    mentions.cursor = answer.response_metadata.next_cursor || undefined
  })
