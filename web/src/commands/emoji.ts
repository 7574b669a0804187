// Adding emoji of the workspace's own, and removing them.

import { call, readAll, upload } from '../api/http.ts'
import type { CustomEmoji } from '../api/types.ts'
import { loadEmoji } from '../load/emoji.ts'
import { tried } from '../load/tried.ts'

/** All of them by name, with who added them; gives nothing when they cannot be had. */
export const listEmoji = (): Promise<Record<string, CustomEmoji> | undefined> =>
  tried(async () => (await readAll('client.emoji.list')).emoji)

/** Adds a picture under a name; throws with the server's reason for the form to show. */
export async function addEmoji(name: string, picture: File): Promise<void> {
  const form = new FormData()
  form.append('name', name)
  form.append('image', picture)
  await upload('client.emoji.add', form)
  await tried(loadEmoji)
}

/** Gives an emoji another name. */
export async function addAlias(name: string, alias_for: string): Promise<void> {
  await call('client.emoji.add', { name, alias_for })
  await tried(loadEmoji)
}

export async function removeEmoji(name: string): Promise<void> {
  await tried(() => call('client.emoji.remove', { name }))
  await tried(loadEmoji)
}
