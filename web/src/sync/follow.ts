// Some events only name what changed. This asks for it.

import { read } from '../api/http.ts'
import type { Boot, SocketEvent, UserGroup } from '../api/types.ts'
import { isOwnEcho, refreshDrafts } from '../commands/drafts.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'

/** Several events of a kind in a row are one question. */
const PAUSE_MS = 400

const timers = new Map<() => Promise<void>, ReturnType<typeof setTimeout>>()

function soon(refresh: () => Promise<void>): void {
  clearTimeout(timers.get(refresh))
  timers.set(refresh, setTimeout(() => void refresh(), PAUSE_MS))
}

// What these fetch is decoration: when one fails, the next event or start asks again.

async function emoji(): Promise<void> {
  const answer = await read<{ emoji: Record<string, string> }>('emoji.list').catch(() => undefined)
  if (answer) change.emoji(model, answer.emoji)
}

async function groups(): Promise<void> {
  const answer = await read<{ usergroups: UserGroup[] }>('usergroups.list', { include_users: true }).catch(() => undefined)
  if (answer) change.groups(model, answer.usergroups)
}

export function follow(event: SocketEvent): void {
  if (event.type === 'draft_changed' && event['text'] === undefined && event['draft'] === undefined) {
    if (!isOwnEcho(String(event.channel), (event['thread_ts'] as string | null) ?? undefined)) soon(refreshDrafts)
  }
  if (event.type === 'emoji_changed' && event['value'] === undefined) soon(emoji)
  if (event.type === 'subteam_members_changed') soon(groups)
}

/** Asks for those parts of the start answer that came without. */
export function complete(answer: Boot): void {
  if (!answer.drafts) void refreshDrafts()
  if (!answer.emoji) void emoji()
  if (!answer.usergroups) void groups()
}
