// Messages that wait for their time.

import { readAll } from '../api/http.ts'
import { model } from '../model/state.svelte.ts'
import { filled } from './tried.ts'

export const loadScheduled = (): Promise<void> =>
  filled(model.lists.scheduled, async () => {
    const answer = await readAll('chat.scheduledMessages.list', { limit: 1000 })
    model.lists.scheduled.items = answer.scheduled_messages
  })
