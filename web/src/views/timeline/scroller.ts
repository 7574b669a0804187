// Keeps a scrolling list still while messages come and go above and below what is being read.

/** How close to the end counts as being at the end. */
const END_PX = 48

export class Scroller {
  /** Whether new messages should carry the view along. */
  pinned = true
  /** Where the end was when it was last gone to, and how high the list was. */
  private end = 0
  private height = 0
  private held: { key: string; top: number }[] = []
  private observer: ResizeObserver | undefined

  constructor(
    private readonly box: HTMLElement,
    private readonly content: HTMLElement,
    private readonly onmove: (atEnd: boolean) => void,
  ) {}

  /** Watches until the answer is called. */
  watch(): () => void {
    this.observer = new ResizeObserver(() => {
      if (this.pinned) this.toEnd()
      // A window that was made larger may show more than there is.
      else this.onmove((this.pinned = this.atEnd()))
    })
    this.observer.observe(this.box)
    this.observer.observe(this.content)
    // Only a reader who goes up stops following: the end also moves away when the field below grows or a picture comes, and
    // the browser itself goes up when that field gets smaller for a moment.
    const moved = (): void => {
      const up = this.box.scrollTop < this.end - 1 && this.box.clientHeight === this.height
      this.pinned = this.atEnd() || (this.pinned && !up)
      this.onmove(this.pinned)
    }
    this.box.addEventListener('scroll', moved, { passive: true })
    return () => {
      this.observer?.disconnect()
      this.box.removeEventListener('scroll', moved)
    }
  }

  atEnd(): boolean {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < END_PX
  }

  toEnd(): void {
    this.pinned = true
    this.box.scrollTop = this.box.scrollHeight
    this.end = this.box.scrollTop
    this.height = this.box.clientHeight
    this.onmove(true)
  }

  /** Brings one row into view, in the upper third, where the eye begins. */
  show(row: Element): void {
    const { top } = row.getBoundingClientRect()
    this.box.scrollTop += top - this.box.getBoundingClientRect().top - this.box.clientHeight / 4
    this.pinned = this.atEnd()
    this.onmove(this.pinned)
  }

  /** Before the rows change: remembers which rows are being read and where they stand. Below a thread's root pages come and go,
   * so a reply in sight is a better hold. */
  hold(root?: string): void {
    const { top: upper, bottom: lower } = this.box.getBoundingClientRect()
    const seen: typeof this.held = []
    for (const row of this.content.querySelectorAll<HTMLElement>('[data-message]')) {
      const { top, bottom } = row.getBoundingClientRect()
      if (top > lower) break
      if (bottom > upper) seen.push({ key: row.dataset['message'] ?? '', top })
    }
    this.held = [...seen.filter(({ key }) => key !== root), ...seen.filter(({ key }) => key === root)]
  }

  /** After the rows changed: puts the first of those that is still there back where it stood (one may have been folded into an
   * earlier one), or follows the end. */
  release(): void {
    if (this.pinned) return this.toEnd()
    for (const { key, top } of this.held) {
      const row = this.content.querySelector(`[data-message="${CSS.escape(key)}"]`)
      if (!row) continue
      this.box.scrollTop += row.getBoundingClientRect().top - top
      return
    }
  }
}
