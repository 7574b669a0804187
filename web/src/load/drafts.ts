// Texts that were begun and not sent.

import { readAll } from '../api/http.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Asks what drafts the server has; those `own` names are newer here. */
export async function refreshDrafts(own: () => ReadonlySet<string>): Promise<void> {
  const answer = await readAll('drafts.list').catch(() => undefined)
  if (answer) change.drafts(model, answer.drafts, own())
}
