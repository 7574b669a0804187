// User groups: one name that calls several people.

import { readAll } from '../api/http.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Asks for all groups, those included that call nobody now. */
export async function loadGroups(): Promise<void> {
  const answer = await readAll('usergroups.list', { include_users: true, include_disabled: true })
  change.groups(model, answer.usergroups)
}
