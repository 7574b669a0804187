// Several tabs of one person: one of them notifies, and it knows what is being looked at in any of them.

/** What a tab shows to someone who is looking at it; nothing when nobody is. */
export interface Look {
  channel?: string | undefined
  /** As `threadKey` names it. */
  thread?: string | undefined
}

interface Said {
  tab: string
  /** Absent: the tab wants to hear from the others. */
  look?: Look | null
}

/** How often a tab that is looked at says so, and how long that is believed: a tab may vanish without a word. */
const SAY_MS = 10_000
const BELIEVED_MS = 25_000

export class Tabs {
  /** Whether this tab is the one that notifies. Without locks there is no telling, so each does. */
  leads = !('locks' in navigator)
  private readonly tab = Math.random().toString(36).slice(2)
  private readonly others = new Map<string, { look: Look; at_ms: number }>()
  private readonly line = new BroadcastChannel('comity.tabs')
  private readonly ended = new AbortController()
  private mine: Look | null = null
  private readonly timer: ReturnType<typeof setInterval>

  constructor() {
    this.line.onmessage = ({ data }: MessageEvent<Said>) => this.hear(data)
    this.timer = setInterval(() => this.mine && this.say({ look: this.mine }), SAY_MS)
    addEventListener('pagehide', () => this.look(null), { signal: this.ended.signal })
    this.say({})
    // Held until the tab is gone; then the next in the queue leads.
    void navigator.locks?.request('comity.notify', { signal: this.ended.signal }, () => {
      this.leads = true
      return new Promise<void>((resolve) => this.ended.signal.addEventListener('abort', () => resolve()))
    }).catch(() => undefined)
  }

  /** Says what is being looked at here. */
  look(look: Look | null): void {
    this.mine = look
    this.say({ look })
  }

  /** Whether anybody looks at a channel, or at a thread of it, in whichever tab. */
  looking(channel: string, thread: string | undefined): boolean {
    const since = Date.now() - BELIEVED_MS
    const looks = [this.mine, ...[...this.others.values()].filter(({ at_ms }) => at_ms > since).map(({ look }) => look)]
    return looks.some((look) => (thread ? look?.thread === thread : look?.channel === channel))
  }

  stop(): void {
    this.look(null)
    this.ended.abort()
    clearInterval(this.timer)
    this.line.close()
  }

  private say(said: Omit<Said, 'tab'>): void {
    this.line.postMessage({ tab: this.tab, ...said })
  }

  private hear(said: Said): void {
    if (said.look === undefined) return this.say({ look: this.mine })
    if (said.look) this.others.set(said.tab, { look: said.look, at_ms: Date.now() })
    else this.others.delete(said.tab)
  }
}
