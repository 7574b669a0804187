// What a person sets for themselves, kept at the server so that it follows to the next browser.

import { call, read } from '../api/http.ts'
import { model } from '../model/state.svelte.ts'
import { tried } from './tried.ts'

/** How many changes are on their way: what the server says meanwhile is older than what is shown. */
let sending = 0

/** Sets one preference; shown at once, and undone when the server refuses. `null` takes it back. */
export async function setPref(name: string, value: unknown): Promise<void> {
  const before = model.prefs[name]
  model.prefs = { ...model.prefs, [name]: value }
  sending += 1
  const done = await tried(() => call('users.prefs.set', { prefs: { [name]: value } }))
  sending -= 1
  if (!done) model.prefs = { ...model.prefs, [name]: before }
}

/** Asks for all of them, after another window or device changed one. */
export async function refreshPrefs(): Promise<void> {
  const answer = await read<{ prefs: Record<string, unknown> }>('users.prefs.get').catch(() => undefined)
  if (answer && sending === 0) model.prefs = answer.prefs
}
