// The last state, kept on this device for when the server is not there: sealed with a key that no script can read out, and
// gone when the person signs out or the server says that the session ended.

import type { Boot, Message } from '../api/types.ts'
import type { Model, Timeline } from '../model/state.svelte.ts'

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

const DATABASE = 'comity'
const STORE = 'kept'
const BOUND_TO = new TextEncoder().encode('comity kept state 1')

const outcome = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'))
  })

async function store<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await outcome(opening)
  try {
    return await outcome(work(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

async function key(): Promise<CryptoKey> {
  const found = await store<CryptoKey | undefined>('readonly', (all) => all.get('key') as IDBRequest<CryptoKey | undefined>)
  if (found) return found
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await store('readwrite', (all) => all.put(made, 'key'))
  return made
}

export async function seal(key: CryptoKey, kept: Kept): Promise<{ iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(JSON.stringify(kept))
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: BOUND_TO }, key, plain) }
}

export async function unseal(key: CryptoKey, { iv, sealed }: { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }): Promise<Kept> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: BOUND_TO }, key, sealed)
  return JSON.parse(new TextDecoder().decode(plain)) as Kept
}

const pages = (timelines: Map<string, Timeline>): KeptPage[] =>
  [...timelines]
    .filter(([, timeline]) => timeline.state === 'ready' && !timeline.hasNewer)
    .map(([key, timeline]) => [key, timeline.messages.slice(-MESSAGES_KEPT), timeline.hasOlder || timeline.messages.length > MESSAGES_KEPT])

/** What is worth keeping of the model. */
export function portrait(model: Model, now_ms: number): Kept | undefined {
  if (model.phase !== 'ready' || !model.self || !model.team) return undefined
  return {
    at_ms: now_ms,
    boot: {
      self: model.self,
      team: model.team,
      users: [...model.users.values()],
      channels: [...model.channels.values()],
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
      const sealed = await seal(await key(), kept)
      if (!this.closed) await store('readwrite', (all) => all.put(sealed, 'state'))
    } catch {
      // Private windows and full disks keep nothing.
    }
  }

  async load(): Promise<Kept | undefined> {
    try {
      const sealed = await store<Parameters<typeof unseal>[1] | undefined>('readonly', (all) => all.get('state') as IDBRequest<Parameters<typeof unseal>[1] | undefined>)
      return sealed && (await unseal(await key(), sealed))
    } catch {
      return undefined
    }
  }

  /** Removes the state and its key. */
  async forget(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    this.timer = undefined
    await store('readwrite', (all) => all.clear()).catch(() => undefined)
  }
}
