// The workspace's own emoji.

import { readAll } from '../api/http.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Asks for all of them, as messages show them. */
export async function loadEmoji(): Promise<void> {
  change.emoji(model, (await readAll('emoji.list')).emoji)
}
