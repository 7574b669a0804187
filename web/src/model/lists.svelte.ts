// What the views beside channels list: unreads, threads, mentions, what is scheduled and saved, reminders. A list is
// empty until somebody asks for it; from then on it follows the socket.

import type { Reminder, Scheduled, Ts } from '../api/types.ts'
import type { Timeline } from './state.svelte.ts'

/** A few messages of a channel, shown outside of it. They change with their originals. */
export interface Excerpt {
  channel: string
  timeline: Timeline
}

export interface UnreadChannel extends Excerpt {
  /** Whether there is more that is unread than is shown. */
  more: boolean
}

export interface FollowedThread extends Excerpt {
  thread_ts: Ts
  last_read: Ts
  latest_reply: Ts
  unread_count: number
}

export interface Mention extends Excerpt {
  ts: Ts
}

export interface Saved extends Excerpt {
  ts: Ts
  /** When the person was done with it, in seconds; 0 while they are not. */
  done: number
}

export class Listing<T> {
  items = $state.raw<readonly T[]>([])
  state = $state<'new' | 'loading' | 'ready' | 'failed'>('new')
  /** Where the next page begins. */
  cursor = $state<string | undefined>()
}

export class Lists {
  readonly unreads = new Listing<UnreadChannel>()
  readonly threads = new Listing<FollowedThread>()
  readonly mentions = new Listing<Mention>()
  readonly saved = new Listing<Saved>()
  readonly scheduled = new Listing<Scheduled>()
  readonly reminders = new Listing<Reminder>()
  /** How many followed threads have something unread, also while the list was never asked for. */
  unreadThreads = $state(0)

  get all(): readonly Listing<unknown>[] {
    return [this.unreads, this.threads, this.mentions, this.saved, this.scheduled, this.reminders]
  }

  /** Every excerpt that shows messages of this channel. */
  *timelines(channel: string): Generator<Timeline> {
    for (const list of [this.unreads, this.threads, this.mentions, this.saved]) {
      for (const excerpt of list.items) if (excerpt.channel === channel) yield excerpt.timeline
    }
  }
}
