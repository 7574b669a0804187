// Making and changing user groups.

import { call } from '../api/http.ts'
import type { UserGroup } from '../api/types.ts'
import { tried } from '../load/tried.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Makes a group, or changes the one with an id; throws with the server's reason for the form to show. */
export async function saveGroup(group: Pick<UserGroup, 'name' | 'handle' | 'description'>, users: readonly string[], id?: string): Promise<void> {
  const { usergroup } = await call(id ? 'usergroups.update' : 'usergroups.create', { ...group, ...(id && { usergroup: id }) })
  change.putGroup(model, usergroup)
  const before = usergroup.users ?? []
  if (!users.length || (users.length === before.length && users.every((user) => before.includes(user)))) return
  const answer = await call('usergroups.users.update', { usergroup: usergroup.id, users: [...users] })
  change.putGroup(model, answer.usergroup)
}

export async function enableGroup(id: string, enabled: boolean): Promise<void> {
  await tried(async () => {
    const answer = await call(enabled ? 'usergroups.enable' : 'usergroups.disable', { usergroup: id })
    change.putGroup(model, answer.usergroup)
  })
}
