// Texts that stay in this browser, above all until the server has them, so that a reload or a lost connection costs no
// word. They lie sealed in its store, and as they are in this page, because no field can wait while something is sealed.

import { deviceKey, seal, unseal } from '../sync/seal.ts'

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** What a person wrote and the server does not have. */
const UNSENT = ['outbox', 'draft', 'edit'] as const

type Kind = (typeof UNSENT)[number] | 'recent'

interface Entry {
  text: string
  /** Whether it lies in the store. What lay there and does not any more, another window let go of. */
  stored: boolean
  /** Whether the store would not have it, so that it is in this page only. */
  refused?: boolean
}

/** One entry a text, so that two windows of a person do not overwrite each other's. */
export class Kept {
  private prefix = ''
  private opened: Promise<void> = Promise.resolve()
  private readonly entries = new Map<string, Entry>()

  constructor(
    private readonly kind: Kind,
    private readonly store: () => Store = () => localStorage,
    private readonly key: () => Promise<CryptoKey> = deviceKey,
  ) {}

  /** Whose texts these are: another person at the same browser has their own. The answer comes when they are read. */
  open(user: string): Promise<void> {
    const prefix = `comity.${this.kind}.${user}.`
    if (prefix !== this.prefix) {
      this.prefix = prefix
      this.entries.clear()
      this.opened = this.readAll()
    }
    return this.opened
  }

  /** Takes a text at once. The answer comes when it lies sealed in the store, or cannot: that may be full, or forbidden. */
  async set(name: string, text: string): Promise<void> {
    const entry: Entry = { text, stored: false }
    this.entries.set(name, entry)
    if (!this.prefix) return
    const place = this.prefix + name
    try {
      const sealed = await seal(await this.key(), place, text)
      // What was written here since is on its way by itself; what was let go stays away.
      if (this.entries.get(name) !== entry) return
      this.store().setItem(place, toUnits(sealed))
      entry.stored = true
    } catch {
      // The text itself is still in the page.
      entry.refused = true
    }
  }

  get(name: string): string | undefined {
    const entry = this.entries.get(name)
    if (entry?.stored && this.lying(this.prefix + name) === null) this.entries.delete(name)
    return this.entries.get(name)?.text
  }

  drop(name: string): void {
    this.entries.delete(name)
    try {
      if (this.prefix) this.store().removeItem(this.prefix + name)
    } catch {
      // Nothing was kept in a store that is forbidden.
    }
  }

  get all(): [name: string, text: string][] {
    return [...this.entries.keys()].flatMap((name) => {
      const text = this.get(name)
      return text === undefined ? [] : [[name, text]]
    })
  }

  /** Whether a text would be gone with the page. */
  get endangered(): boolean {
    return [...this.entries.values()].some(({ refused }) => refused)
  }

  /** Another window changed the store; gives the name of the entry once it is read, when it is one of these. */
  async heard(place: string | null): Promise<string | undefined> {
    if (!this.prefix || !place?.startsWith(this.prefix)) return undefined
    const name = place.slice(this.prefix.length)
    await this.read(name)
    return name
  }

  /** Forgets everything, and keeps nothing until somebody is here again. */
  clear(): void {
    for (const name of this.names()) this.drop(name)
    this.entries.clear()
    this.prefix = ''
  }

  private async readAll(): Promise<void> {
    // Without the key nothing can be read, and so nothing is thrown away either.
    if (!(await this.key().catch(() => undefined))) return
    const read = async (name: string): Promise<void> => {
      await this.read(name)
      // What no key opens any more is of no use to anybody.
      if (!this.entries.has(name)) this.drop(name)
    }
    await Promise.all(this.names().map(read))
  }

  private async read(name: string): Promise<void> {
    const place = this.prefix + name
    const before = this.entries.get(name)
    const sealed = this.lying(place)
    const text = sealed ? await this.key().then((key) => unseal(key, place, fromUnits(sealed))).catch(() => undefined) : undefined
    // What is being written here, or changed while it was read, is newer.
    if (before?.stored === false || this.entries.get(name) !== before || this.lying(place) !== sealed) return
    if (text !== undefined) this.entries.set(name, { text, stored: true })
    else this.entries.delete(name)
  }

  /** What lies there, sealed. */
  private lying(place: string): string | null | undefined {
    try {
      return this.store().getItem(place)
    } catch {
      return undefined
    }
  }

  private names(): string[] {
    try {
      if (!this.prefix) return []
      const store = this.store()
      const places = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
      return places.filter((place) => place.startsWith(this.prefix)).map((place) => place.slice(this.prefix.length))
    } catch {
      return []
    }
  }
}

/** Whether anybody's unsent texts lie in this browser: then the key that opens them must stay. */
export function anyKept(): boolean {
  try {
    return Object.keys(localStorage).some((place) => UNSENT.some((kind) => place.startsWith(`comity.${kind}.`)))
  } catch {
    return false
  }
}

// The store takes texts only: one unit a byte.
const toUnits = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const fromUnits = (units: string): Uint8Array<ArrayBuffer> => Uint8Array.from(units, (unit) => unit.charCodeAt(0))
