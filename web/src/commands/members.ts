// Who is in a channel, for completing names and for counting who would be called.

import { read } from '../api/http.ts'
import { model } from '../model/state.svelte.ts'

const PAGE = 1_000
/** Larger channels are counted by their number, and their people are not set before others. */
const PAGES_MAX = 5

export async function loadMembers(channel: string): Promise<void> {
  if (model.members.has(channel)) return
  const all: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await read<{ members: string[]; response_metadata?: { next_cursor?: string } }>('conversations.members', { channel, limit: PAGE, ...(cursor && { cursor }) }).catch(() => undefined)
    if (!answer) return
    all.push(...answer.members)
    cursor = answer.response_metadata?.next_cursor || undefined
    if (!cursor) break
  }
  model.members.set(channel, all)
}
