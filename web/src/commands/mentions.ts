// The messages that call the person.

import { read } from '../api/http.ts'
import type { Message } from '../api/types.ts'
import { excerpt } from '../model/change-lists.ts'
import { model } from '../model/state.svelte.ts'
import { filled } from './tried.ts'

interface Answer {
  items: { channel: string; message: Message }[]
  response_metadata?: { next_cursor?: string }
}

/** The latest first; with `more` the ones before those that are shown. */
export const loadMentions = (more = false): Promise<void> =>
  filled(model.lists.mentions, async () => {
    const { mentions } = model.lists
    const answer = await read<Answer>('mentions.list', { limit: 50, ...(more && { cursor: mentions.cursor }) })
    const found = answer.items.map(({ channel, message }) => ({ channel, ts: message.ts, timeline: excerpt([message]) }))
    mentions.items = more ? [...mentions.items, ...found] : found
    mentions.cursor = answer.response_metadata?.next_cursor || undefined
  })
