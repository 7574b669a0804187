// What a person has set for themselves.

import { read } from '../api/http.ts'
import { model } from '../model/state.svelte.ts'

/** How many changes are on their way: what the server says meanwhile is older than what is shown. */
export const underWay = { changes: 0 }

/** Asks for all of them, after another window or device changed one. */
export async function refreshPrefs(): Promise<void> {
  const answer = await read('users.prefs.get').catch(() => undefined)
  if (answer && underWay.changes === 0) model.prefs = answer.prefs
}
