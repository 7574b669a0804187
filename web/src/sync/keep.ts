// The last state, kept sealed on this device for when the server is not there, and gone when the person signs out or the
// server says that the session ended.

import type { Boot, Message } from '../api/types.ts'
import { confirmed } from '../model/change-reading.ts'
import type { Model, Timeline } from '../model/state.svelte.ts'
import { rows } from './device.ts'
import { deviceKey, seal, unseal } from './seal.ts'

/** A page of a channel or a thread, by its key in the model. */
export type KeptPage = [key: string, messages: readonly Message[], hasOlder: boolean]

export interface Kept {
  at_ms: number
  boot: Boot
  timelines: KeptPage[]
  threads: KeptPage[]
}

/** Messages kept of each channel that was open lately: the last screens, not the archive. */
const MESSAGES_KEPT = 100
/** While messages come, the state is written at most this often. */
const PAUSE_MS = 15_000

const PLACE = 'state'

/** The end of a timeline, with its root. */
function page([key, { messages, root, hasOlder }]: [string, Timeline]): KeptPage {
  const end = messages.slice(-MESSAGES_KEPT)
  if (end.length === messages.length) return [key, messages, hasOlder]
  return [key, messages[0]?.ts === root ? [messages[0] as Message, ...end] : end, true]
}

const pages = (timelines: Map<string, Timeline>): KeptPage[] => [...timelines].filter(([, timeline]) => timeline.state === 'ready' && !timeline.hasNewer).map(page)

/** What is worth keeping of the model. */
export function portrait(model: Model, now_ms: number): Kept | undefined {
  if (model.phase !== 'ready' || !model.self || !model.team) return undefined
  return {
    at_ms: now_ms,
    boot: {
      self: model.self,
      team: model.team,
      users: [...model.users.values()],
      channels: [...model.channels.values()].map((channel) => confirmed(model, channel)),
      usergroups: [...model.groups.values()],
      emoji: Object.fromEntries(model.emoji),
      prefs: model.prefs,
    },
    timelines: pages(model.timelines),
    threads: pages(model.threads),
  }
}

/** Keeps the state of one page's model; a browser that keeps nothing costs only the opening without a server. */
export class Keeper {
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false

  constructor(private readonly model: Model) {}

  /** Something changed: it is written a little later, together with what changes until then. */
  soon(): void {
    this.closed = false
    this.timer ??= setTimeout(() => void this.now(), PAUSE_MS)
  }

  async now(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    // What was itself read from here, or is older than the line, is not written anew under today's time.
    const kept = this.model.connection === 'online' ? portrait(this.model, Date.now()) : undefined
    if (!kept) return
    try {
      const sealed = await seal(await deviceKey(), PLACE, JSON.stringify(kept))
      if (!this.closed) await rows('readwrite', (all) => all.put(sealed, PLACE))
    } catch {
      // Private windows and full disks keep nothing.
    }
  }

  async load(): Promise<Kept | undefined> {
    try {
      const sealed = await rows('readonly', (all) => all.get(PLACE) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>)
      return sealed && (JSON.parse(await unseal(await deviceKey(), PLACE, sealed)) as Kept)
    } catch {
      return undefined
    }
  }

  /** Removes the state. */
  async forget(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    this.timer = undefined
    await rows('readwrite', (all) => all.delete(PLACE)).catch(() => undefined)
  }
}
