// What a person sets for themselves, kept at the server so that it follows to the next browser.

import { call } from '../api/http.ts'
import { underWay } from '../load/prefs.ts'
import { loadOwnQuiet } from '../load/quiet.ts'
import { tried } from '../load/tried.ts'
import { MESSAGES_HINTED, type Preferences } from '../model/prefs.ts'
import { model } from '../model/state.svelte.ts'

/** Sets preferences; shown at once, and undone when the server refuses. `null` takes one back. */
async function set(values: Record<string, unknown>): Promise<void> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, model.prefs[name]]))
  model.prefs = { ...model.prefs, ...values }
  underWay.changes += 1
  const done = await tried(() => call('users.prefs.set', { prefs: values }))
  underWay.changes -= 1
  if (!done) model.prefs = { ...model.prefs, ...before }
}

/** Sets one preference that only its own view knows. */
export const setPref = (name: string, value: unknown): Promise<void> => set({ [name]: value })

export async function setPreferences(values: Partial<Preferences>): Promise<void> {
  await set(values)
  // New quiet hours have a new next time.
  if (Object.keys(values).some((name) => name.startsWith('dnd_'))) await loadOwnQuiet()
}

/** One more message was sent, as long as that is counted. */
export async function countSent(): Promise<void> {
  const { messages_sent } = model.preferences
  if (messages_sent < MESSAGES_HINTED) await set({ messages_sent: messages_sent + 1 })
}
