// Messages on their way out: shown at once, sent in order, kept through a lost connection and a reload.

import { ApiError, call as realCall, codeOf, NetworkError, type Call } from '../api/http.ts'
import type { Message } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model as realModel, type Model, type Pending } from '../model/state.svelte.ts'
import { lookForAbsent } from './absent.ts'
import { Kept } from './kept.ts'
import { removed } from './undo.ts'

/** How long to wait before trying again while the socket says nothing. */
const RETRY_MS = 5_000

/** Runs one piece of work at a time among all windows of this browser. */
export type Lock = (name: string, work: () => Promise<void>) => Promise<void>

/** Where the browser has no locks, the id made here still keeps the server from posting twice. */
const browserLock: Lock = async (name, work) => {
  await ('locks' in navigator ? navigator.locks.request(name, work) : work())
}

/** Not `randomUUID`, which browsers have only over TLS and on their own machine: an office network may have neither. */
const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export class Outbox {
  private readonly busy = new Set<string>()
  private lastAt_ms = 0

  constructor(
    private readonly model: Model,
    private readonly call: Call,
    private readonly lock: Lock = browserLock,
    private readonly kept = new Kept('outbox'),
  ) {}

  /** Reads what this person had not sent when the page was last left. */
  open(user: string): Promise<void> {
    return this.kept.open(user)
  }

  /** Takes it up, once the page is there. */
  takeUp(): void {
    const known = new Set(this.model.pending.map((pending) => pending.client_msg_id))
    for (const pending of this.waiting()) {
      if (!known.has(pending.client_msg_id)) change.putPending(this.model, { ...pending, state: pending.state === 'failed' ? 'failed' : 'waiting' })
    }
    this.drainAll()
  }

  send(draft: Pick<Pending, 'channel' | 'text' | 'thread_ts' | 'broadcast'>): void {
    // Two messages of one millisecond keep their order too.
    this.lastAt_ms = Math.max(Date.now(), this.lastAt_ms + 1)
    this.keep({ ...draft, client_msg_id: newId(), at_ms: this.lastAt_ms, state: 'sending' })
    void this.drain(draft.channel)
  }

  retry(client_msg_id: string): void {
    const pending = this.find(client_msg_id)
    if (!pending) return
    this.keep({ ...pending, state: 'sending', code: undefined })
    void this.drain(pending.channel)
  }

  /** Takes a message back, to be written anew or not at all. */
  discard(client_msg_id: string): void {
    change.settle(this.model, client_msg_id)
    this.kept.drop(client_msg_id)
  }

  /** Lets a message go, which its author can take back. */
  letGo(pending: Pending): void {
    this.discard(pending.client_msg_id)
    void removed('undo.message', () => {
      this.keep(pending)
      void this.drain(pending.channel)
    })
  }

  get endangered(): boolean {
    return this.kept.endangered
  }

  /** Another window of this person wrote, sent or took back a message. */
  async heard(place: string | null): Promise<void> {
    const id = await this.kept.heard(place)
    if (id === undefined) return
    const pending = read(this.kept.get(id))
    if (!pending) return change.settle(this.model, id)
    change.putPending(this.model, pending)
    // It waits for its turn behind the window that sends, and goes out from here should that one be closed.
    void this.drain(pending.channel)
  }

  /** Forgets everything, when the person signs out. */
  clear(): void {
    this.kept.clear()
  }

  drainAll(): void {
    for (const channel of new Set(this.model.pending.map((pending) => pending.channel))) void this.drain(channel)
  }

  /** Sends what waits in one channel, one after the other, so that order is kept. */
  async drain(channel: string): Promise<void> {
    if (this.busy.has(channel)) return
    this.busy.add(channel)
    try {
      await this.lock(`comity.outbox.${channel}`, async () => {
        for (;;) {
          const next = this.model.pending.find((pending) => pending.channel === channel && pending.state !== 'failed')
          if (!next || !(await this.post(next))) break
        }
      })
    } finally {
      this.busy.delete(channel)
    }
  }

  private find(client_msg_id: string): Pending | undefined {
    return this.model.pending.find((other) => other.client_msg_id === client_msg_id)
  }

  private keep(pending: Pending): void {
    change.putPending(this.model, pending)
    void this.kept.set(pending.client_msg_id, JSON.stringify(pending))
  }

  private waiting(): Pending[] {
    return this.kept.all.flatMap(([, text]) => read(text) ?? []).sort((a, b) => a.at_ms - b.at_ms)
  }

  /** Sends one message; says whether the next may go. */
  private async post(pending: Pending): Promise<boolean> {
    // Another window has sent it, or took it back.
    if (this.kept.get(pending.client_msg_id) === undefined) {
      change.settle(this.model, pending.client_msg_id)
      return true
    }
    change.putPending(this.model, { ...pending, state: 'sending' })
    try {
      const answer = await this.call('chat.postMessage', {
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
    this.discard(pending.client_msg_id)
    void lookForAbsent(pending.channel, pending.text, pending.thread_ts)
  }

  private refused(pending: Pending, error: unknown): boolean {
    // Taken back while it was under way, or its person has signed out.
    if (this.kept.get(pending.client_msg_id) === undefined) return true
    const passing = error instanceof NetworkError || (error instanceof ApiError && error.code === 'ratelimited')
    this.keep({ ...pending, state: passing ? 'waiting' : 'failed', ...(!passing && { code: codeOf(error) }) })
    if (!passing) return true
    const wait_ms = error instanceof ApiError ? error.retry_after_s * 1000 : RETRY_MS
    setTimeout(() => void this.drain(pending.channel), wait_ms)
    return false
  }
}

function read(text = ''): Pending | undefined {
  try {
    const pending = JSON.parse(text) as Partial<Pending> | null
    return pending && typeof pending.client_msg_id === 'string' && typeof pending.channel === 'string' && typeof pending.text === 'string' ? (pending as Pending) : undefined
  } catch {
    return undefined
  }
}

export const outbox = new Outbox(realModel, realCall)
