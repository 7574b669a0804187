// Texts that stay in this browser until the server has them, so that a reload or a lost connection costs no word.

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** One entry a text, so that two windows of a person do not overwrite each other's. */
export class Kept {
  private prefix = ''

  constructor(
    private readonly kind: string,
    private readonly store: () => Store = () => localStorage,
  ) {}

  /** Whose texts these are: another person at the same browser has their own. */
  open(user: string): void {
    this.prefix = `comity.${this.kind}.${user}.`
  }

  /** Says whether it is kept: the store may be full, or forbidden. */
  set(name: string, text: string): boolean {
    if (!this.prefix) return false
    try {
      this.store().setItem(this.prefix + name, text)
      return true
    } catch {
      // The text itself is still in the page.
      return false
    }
  }

  get(name: string): string | undefined {
    try {
      return this.prefix ? (this.store().getItem(this.prefix + name) ?? undefined) : undefined
    } catch {
      return undefined
    }
  }

  drop(name: string): void {
    try {
      if (this.prefix) this.store().removeItem(this.prefix + name)
    } catch {
      // Nothing was kept in a store that is forbidden.
    }
  }

  get all(): [name: string, text: string][] {
    try {
      if (!this.prefix) return []
      const store = this.store()
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((key) => key.startsWith(this.prefix))
      return keys.map((key) => [key.slice(this.prefix.length), store.getItem(key) ?? ''])
    } catch {
      return []
    }
  }

  /** The name of an entry that another window changed, when it is one of these. */
  nameOf(key: string | null): string | undefined {
    return this.prefix && key?.startsWith(this.prefix) ? key.slice(this.prefix.length) : undefined
  }

  clear(): void {
    for (const [name] of this.all) this.drop(name)
  }
}
