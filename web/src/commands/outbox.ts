// Messages on their way out: shown at once, sent in order, kept through a lost connection and a reload.

import { ApiError, call as realCall, codeOf, NetworkError, type Call } from '../api/http.ts'
import type { Message } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model as realModel, type Model, type Pending } from '../model/state.svelte.ts'

/** How long to wait before trying again while the socket says nothing. */
const RETRY_MS = 5_000

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export class Outbox {
  private key = ''
  private readonly busy = new Set<string>()

  constructor(
    private readonly model: Model,
    private readonly call: Call,
    private readonly store: () => Store,
  ) {}

  /** Takes up what this person had not sent when the page was last left. */
  open(user: string): void {
    this.key = `comity.outbox.${user}`
    if (this.model.pending.length === 0) {
      for (const pending of this.read()) change.putPending(this.model, { ...pending, state: pending.state === 'failed' ? 'failed' : 'waiting' })
    }
    this.drainAll()
  }

  send(draft: Pick<Pending, 'channel' | 'text' | 'thread_ts' | 'broadcast'>): void {
    change.putPending(this.model, { ...draft, client_msg_id: crypto.randomUUID(), at_ms: Date.now(), state: 'sending' })
    this.write()
    void this.drain(draft.channel)
  }

  retry(client_msg_id: string): void {
    const pending = this.model.pending.find((other) => other.client_msg_id === client_msg_id)
    if (!pending) return
    change.putPending(this.model, { ...pending, state: 'sending', code: undefined })
    void this.drain(pending.channel)
  }

  discard(client_msg_id: string): void {
    change.settle(this.model, client_msg_id)
    this.write()
  }

  /** Forgets everything, when the person signs out. */
  clear(): void {
    if (this.key) this.store().removeItem(this.key)
  }

  drainAll(): void {
    for (const channel of new Set(this.model.pending.map((pending) => pending.channel))) void this.drain(channel)
  }

  /** Sends what waits in one channel, one after the other, so that order is kept. */
  async drain(channel: string): Promise<void> {
    if (this.busy.has(channel)) return
    this.busy.add(channel)
    try {
      for (;;) {
        const next = this.model.pending.find((pending) => pending.channel === channel && pending.state !== 'failed')
        if (!next || !(await this.post(next))) break
      }
    } finally {
      this.busy.delete(channel)
    }
  }

  /** Sends one message; says whether the next may go. */
  private async post(pending: Pending): Promise<boolean> {
    change.putPending(this.model, { ...pending, state: 'sending' })
    try {
      const answer = await this.call<{ ts: string; message?: Message }>('chat.postMessage', {
        channel: pending.channel,
        text: pending.text,
        client_msg_id: pending.client_msg_id,
        ...(pending.thread_ts && { thread_ts: pending.thread_ts }),
        ...(pending.broadcast && { reply_broadcast: true }),
      })
      this.sent(pending, answer)
      return true
    } catch (error) {
      return this.refused(pending, error)
    }
  }

  private sent(pending: Pending, answer: { ts: string; message?: Message }): void {
    const message: Message = { user: this.model.selfId, text: pending.text, ...(pending.thread_ts && { thread_ts: pending.thread_ts }), ...answer.message, ts: answer.ts, client_msg_id: pending.client_msg_id }
    change.posted(this.model, pending.channel, message)
    change.counted(this.model, pending.channel, message)
    change.settle(this.model, pending.client_msg_id)
    this.write()
  }

  private refused(pending: Pending, error: unknown): boolean {
    const passing = error instanceof NetworkError || (error instanceof ApiError && error.code === 'ratelimited')
    change.putPending(this.model, { ...pending, state: passing ? 'waiting' : 'failed', ...(!passing && { code: codeOf(error) }) })
    this.write()
    if (!passing) return true
    const wait_ms = error instanceof ApiError ? error.retry_after_s * 1000 : RETRY_MS
    setTimeout(() => void this.drain(pending.channel), wait_ms)
    return false
  }

  private read(): Pending[] {
    try {
      const list: unknown = JSON.parse(this.store().getItem(this.key) ?? '[]')
      return Array.isArray(list) ? (list as Pending[]) : []
    } catch {
      return []
    }
  }

  private write(): void {
    try {
      if (this.model.pending.length === 0) this.store().removeItem(this.key)
      else this.store().setItem(this.key, JSON.stringify(this.model.pending))
    } catch {
      // A full or forbidden store costs the copy for a reload, not the message itself.
    }
  }
}

export const outbox = new Outbox(realModel, realCall, () => localStorage)
