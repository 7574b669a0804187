// When the next page of a list is asked for: until the list overflows, or its beginning is there. A small machine without a
// view and without a server; each side of a timeline has one.
//
// The view says after each drawing whether the edge is in reach, and only what it says after a page was put down counts: a
// page may show as nothing, because its lines are folded, and the edge is then still in reach.

/** Where pages come from, and where they go. */
export interface Pages<Page> {
  /** Whether there is anything further on this side. */
  more: () => boolean
  /** Asks for the next page; `run` of them in a row have not filled the list so far. */
  ask: (run: number) => Promise<Page>
  put: (page: Page) => void
  /** Whether it may be asked again by itself; how long to wait, in milliseconds. */
  passing: (error: unknown) => number | undefined
  /** It was refused, which is said once; or, without an error, that is over. */
  refused: (error?: unknown) => void
}

export class Pager<Page> {
  private state: 'resting' | 'asking' | 'waiting' | 'refused' | 'held' = 'resting'
  private near = false
  private run = 0
  private stopped = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly pages: Pages<Page>) {}

  /** The view says whether the edge is in reach. */
  look(near: boolean): void {
    this.near = near
    if (!near) {
      this.run = 0
      // Going away and coming back is asking again.
      if (this.state === 'refused' || this.state === 'held') this.rest()
    }
    this.next()
  }

  /** There is a line again, or the person asks for another try. */
  again(): void {
    if (this.state === 'waiting' || this.state === 'refused') this.rest()
    this.next()
  }

  /** The other side has grown at the cost of this one: else the two would take turns in a list that never overflows. */
  hold(): void {
    if (this.state === 'resting') this.state = 'held'
  }

  /** What this one asks for is wanted no more: the timeline was loaded anew. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  private rest(): void {
    clearTimeout(this.timer)
    if (this.state === 'refused') this.pages.refused()
    this.state = 'resting'
  }

  private next(): void {
    if (this.near && this.state === 'resting' && !this.stopped && this.pages.more()) void this.ask()
  }

  private async ask(): Promise<void> {
    this.state = 'asking'
    try {
      const page = await this.pages.ask(this.run)
      if (this.stopped) return
      // The view has not seen this page: it looks again once it is drawn.
      this.near = false
      this.run += 1
      this.state = 'resting'
      this.pages.put(page)
    } catch (error) {
      if (!this.stopped) this.failed(error)
    }
  }

  private failed(error: unknown): void {
    const wait_ms = this.pages.passing(error)
    this.state = wait_ms === undefined ? 'refused' : 'waiting'
    if (wait_ms === undefined) this.pages.refused(error)
    else this.timer = setTimeout(() => this.again(), wait_ms)
  }
}
