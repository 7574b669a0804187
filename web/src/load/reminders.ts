// What a person wants to be reminded of.

import { readAll } from '../api/http.ts'
import { model } from '../model/state.svelte.ts'
import { filled } from './tried.ts'

export const loadReminders = (): Promise<void> =>
  filled(model.lists.reminders, async () => {
    const answer = await readAll('reminders.list')
    model.lists.reminders.items = answer.reminders
  })
