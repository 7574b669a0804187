// Telling the server how far one has read. A mark that got no answer is told again when there is a line, one that was
// refused is taken back; of several for one place only the last is told.

import { ApiError, call as realCall, codeOf, NetworkError, type Call } from '../api/http.ts'
import type { Ts } from '../api/types.ts'
import * as reading from '../model/change-reading.ts'
import { model as realModel, type Model } from '../model/state.svelte.ts'
import { compareTs, justBefore } from '../model/window.ts'

/** How long to wait before a mark is told again while the socket says nothing. */
const RETRY_MS = 5_000

/** A mark on its way. */
export interface Mark {
  ts: Ts
  /** Made unread again, so the mark goes back. */
  back?: boolean
  send: (call: Call) => Promise<unknown>
  /** Whether it still has to be told. */
  wanted?: () => boolean
  taken?: () => void
  refused: () => void
}

export class Marks {
  private readonly open = new Map<string, Mark>()
  private readonly busy = new Set<string>()

  constructor(
    private readonly model: Model,
    private readonly call: Call,
  ) {}

  /** Tells a mark of one place: a channel, or a thread by its key. */
  tell(place: string, mark: Mark): Promise<void> {
    this.open.set(place, mark)
    return this.drain(place)
  }

  /** Another device has read a place up to here: what is not further need not be told. */
  overtaken(place: string, ts: Ts): void {
    const mark = this.open.get(place)
    if (mark && !mark.back && compareTs(ts, mark.ts) >= 0) this.open.delete(place)
  }

  /** Tells again what got no answer, once there is a line. */
  drainAll(): void {
    for (const place of this.open.keys()) void this.drain(place)
  }

  /** Forgets everything, when the person signs out. */
  clear(): void {
    this.open.clear()
  }

  /** How far a channel was read. Only forward: looking at old messages does not make newer ones unread. */
  async read(channel: string, ts: Ts): Promise<void> {
    const known = this.model.channels.get(channel)
    if (!known || known.is_member === false) return
    if (!known.last_read || compareTs(ts, known.last_read) > 0) await this.hope(channel, ts)
    // What was counted is gone since, or still to come.
    else if (known.unread_count) reading.nothingNew(this.model, channel)
  }

  /** Makes everything from this message on unread again. It stays so until the channel is opened anew. */
  async unread(channel: string, from: Ts): Promise<void> {
    const timeline = this.model.timelines.get(channel)
    const ts = justBefore(from)
    if (timeline) {
      timeline.keptUnread = true
      timeline.unreadAfter = ts
    }
    const unread = (timeline?.messages ?? []).filter((message) => compareTs(message.ts, ts) > 0).length
    await this.hope(channel, ts, Math.max(unread, 1))
  }

  private hope(channel: string, ts: Ts, unread = 0): Promise<void> {
    reading.hope(this.model, channel, ts, unread)
    const hope = this.model.hopes.get(channel)
    return this.tell(channel, {
      ts,
      back: unread > 0,
      send: (call) => call('conversations.mark', { channel, ts }),
      wanted: () => reading.open(this.model, channel)?.ts === ts,
      taken: () => hope && reading.settle(this.model, channel, hope),
      refused: () => reading.takeBack(this.model, channel),
    })
  }

  private async drain(place: string): Promise<void> {
    if (this.busy.has(place)) return
    this.busy.add(place)
    try {
      for (let mark = this.open.get(place); mark; mark = this.open.get(place)) {
        const passing = (mark.wanted?.() ?? true) && (await this.send(place, mark))
        if (passing) break
        if (this.open.get(place) === mark) this.open.delete(place)
      }
    } finally {
      this.busy.delete(place)
    }
  }

  /** Tells one mark; says whether it is to be told again later. */
  private async send(place: string, mark: Mark): Promise<boolean> {
    try {
      await mark.send(this.call)
      mark.taken?.()
      return false
    } catch (error) {
      const passing = error instanceof NetworkError || (error instanceof ApiError && error.code === 'ratelimited')
      if (passing) setTimeout(() => void this.drain(place), error instanceof ApiError ? error.retry_after_s * 1000 : RETRY_MS)
      // A newer one is told next, and has its own answer.
      else if (this.open.get(place) === mark) {
        mark.refused()
        this.model.problem = codeOf(error)
      }
      return passing
    }
  }
}

export const marks = new Marks(realModel, realCall)
