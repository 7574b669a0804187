// Someone who was called by name in a channel they are not in does not hear of it: the writer is told.

import type { Ts } from '../api/types.ts'
import * as change from '../model/change-about.ts'
import { draftKey, type Model, model } from '../model/state.svelte.ts'
import { loadMembers } from '../load/about.ts'

/** Whom a text calls by name, each once. */
export const called = (text: string): string[] => [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? ''))]

/** Looks for people who were called in vain by a message that was just sent. */
export async function lookForAbsent(channel: string, text: string, thread_ts?: Ts): Promise<void> {
  const users = called(text)
  const where = model.channels.get(channel)
  if (!users.length || !where || where.is_im || where.is_mpim) return
  await loadMembers(channel)
  const key = draftKey(channel, thread_ts)
  change.absent(model, key, [...new Set([...(model.absent.get(key) ?? []), ...missing(model, channel, users)])])
}

function missing(model: Model, channel: string, users: string[]): string[] {
  const about = model.about.get(channel)
  if (!about?.everybody) return []
  return users.filter((id) => !about.members?.includes(id) && model.users.get(id)?.deleted === false)
}

export const ignoreAbsent = (key: string): void => change.absent(model, key, [])
