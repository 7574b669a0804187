// The client socket: stays connected, remembers how far it has come, and resumes from there.

import type { SocketEvent } from '../api/types.ts'
import { backoff } from './backoff.ts'

/** How long a new line may go without the server's greeting: one that hangs accepts it and says nothing. */
export const GREETING_MS = 10_000
/** How long the line may be silent before the server is asked whether it is there, and how long it has to answer. */
export const PING_MS = 10_000
export const PONG_MS = 5_000

export interface Listener {
  event(event: SocketEvent): void
  /** What the server still had is no longer there: everything must be asked for again. */
  resync(): void
  state(state: 'connecting' | 'online' | 'offline'): void
}

/** What a `WebSocket` is to this file; the tests hand in their own. */
export interface Line {
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  onerror: ((event: unknown) => void) | null
  send(text: string): void
  close(): void
}

export class Socket {
  private line: Line | undefined
  private attempt = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private beat: ReturnType<typeof setTimeout> | undefined
  private next = 1
  private stopped = true
  private greeted = false

  constructor(
    private readonly listener: Listener,
    private readonly open: (path: string) => Line,
    private position: string,
    private readonly random: () => number = Math.random,
  ) {}

  start(): void {
    this.stopped = false
    this.connect()
  }

  stop(): void {
    this.stopped = true
    this.drop()
  }

  /** After a new start answer: from here on. */
  restartFrom(position: string): void {
    this.position = position
    this.drop()
    if (!this.stopped) this.connect()
  }

  /** Tries at once, when the network came back or the person returned to the page. A line that stood may be dead since. */
  hurry(): void {
    if (this.stopped) return
    if (this.greeted) return this.ask()
    this.attempt = 0
    this.drop()
    this.connect()
  }

  typing(channel: string): void {
    if (this.greeted) this.send({ type: 'typing', channel })
  }

  /** Asks to hear of these people coming and going. The wish ends with the line. */
  watch(ids: string[]): void {
    if (this.greeted) this.send({ type: 'presence_sub', ids })
  }

  private send(frame: object): void {
    this.line?.send(JSON.stringify({ id: this.next++, ...frame }))
  }

  private connect(): void {
    this.listener.state('connecting')
    let line: Line
    try {
      line = this.open(`/client/socket?since=${encodeURIComponent(this.position)}`)
    } catch {
      return this.later()
    }
    this.line = line
    line.onmessage = ({ data }) => {
      if (line === this.line && typeof data === 'string') this.receive(data)
    }
    line.onclose = () => {
      if (line === this.line) this.lost()
    }
    line.onerror = () => undefined
    this.within(GREETING_MS, () => this.lost())
  }

  private receive(data: string): void {
    this.alive()
    let event: SocketEvent
    try {
      event = JSON.parse(data) as SocketEvent
    } catch {
      return
    }
    if (event.type === 'pong') return
    if (event.type === 'resync') return this.listener.resync()
    if (event.type === 'hello') {
      this.greeted = true
      this.attempt = 0
      this.listener.state('online')
    } else {
      this.listener.event(event)
    }
    // Only after it was applied: an event that threw is asked for again.
    if (event.position && event.type !== 'hello') this.position = event.position
    if (event.type === 'hello' && !this.position && event.position) this.position = event.position
  }

  /** Something came: the line lives. After a silence it is asked, and dropped when it does not answer. */
  private alive(): void {
    this.within(PING_MS, () => this.ask())
  }

  private ask(): void {
    this.send({ type: 'ping' })
    this.within(PONG_MS, () => this.lost())
  }

  /** What happens next unless something is heard before. */
  private within(ms: number, otherwise: () => void): void {
    clearTimeout(this.beat)
    this.beat = setTimeout(otherwise, ms)
  }

  private lost(): void {
    this.drop()
    if (!this.stopped) this.later()
  }

  private later(): void {
    this.listener.state('offline')
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.connect(), backoff(this.attempt++, this.random()))
  }

  private drop(): void {
    clearTimeout(this.timer)
    clearTimeout(this.beat)
    const line = this.line
    this.line = undefined
    this.greeted = false
    line?.close()
  }
}
