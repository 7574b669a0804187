// When people are not to be disturbed.

import { read } from '../api/http.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Asks when oneself is not to be disturbed: another window may have changed it. */
export async function loadOwnQuiet(): Promise<void> {
  const quiet = await read('dnd.info').catch(() => undefined)
  if (quiet) change.putQuiet(model, model.selfId, quiet)
}

/** How many people the server answers for at once. */
const QUIET_PAGE = 50

/** Asks when these people are not to be disturbed; changes come by themselves. */
export async function loadQuiet(users: string[]): Promise<void> {
  const asked = [...new Set(users)].filter((id) => id !== model.selfId)
  for (let at = 0; at < asked.length; at += QUIET_PAGE) {
    const answer = await read('dnd.teamInfo', { users: asked.slice(at, at + QUIET_PAGE) }).catch(() => undefined)
    for (const [id, quiet] of Object.entries(answer?.users ?? {})) change.putQuiet(model, id, quiet)
  }
}
