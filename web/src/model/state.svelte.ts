// Everything the client knows, as views read it. Only `sync/` and `commands/` change it; a test checks the imports.

import { SvelteMap, SvelteSet } from 'svelte/reactivity'

import type { Bookmark, Channel, Message, Pin, Quiet, Team, Ts, User, UserGroup } from '../api/types.ts'
import { Lists } from './lists.svelte.ts'
import { readPreferences } from './prefs.ts'

/** A message on its way to the server. */
export interface Pending {
  client_msg_id: string
  channel: string
  thread_ts?: Ts
  broadcast?: boolean
  text: string
  at_ms: number
  state: 'sending' | 'waiting' | 'failed'
  code?: string
}

/** The messages of a channel or a thread that are in the page. */
export class Timeline {
  /** `root` is a thread's: it stands at the top, however far below one reads. */
  constructor(readonly root?: Ts) {}

  messages = $state.raw<readonly Message[]>([])
  state = $state<'new' | 'loading' | 'ready' | 'failed'>('new')
  /** Why it failed, as an error code. */
  reason = $state<string | undefined>()
  hasOlder = $state(false)
  hasNewer = $state(false)
  /** The side whose next page the server refuses. */
  refused = $state<'older' | 'newer' | undefined>()
  /** Messages that came while the window stood elsewhere in the history. */
  missed = $state(0)
  /** Whether the reader stands at the end and goes along with what comes. */
  following = true
  /** Whether the person looks at the end right now: what comes is read as it comes. */
  watched = false
  /** How far the person had read when the channel was opened: where the unread line stands. */
  unreadAfter = $state<Ts | undefined>()
  /** The person made a part of it unread again: looking at it does not read it. */
  keptUnread = $state(false)
}

/** How far somebody has read, and what is new to them since. */
export type Read = Pick<Channel, 'last_read' | 'unread_count' | 'mention_count'>

/** A mark that the server has not confirmed. */
export interface Hope {
  ts: Ts
  /** Made unread again, so the mark goes back. */
  back: boolean
  /** What the server said last. */
  confirmed: Read
}

/** A message that another one links to, as far as it may be seen. */
export interface Linked {
  state: 'loading' | 'here' | 'gone' | 'hidden'
  message?: Message
}

/** What stands around a channel's messages. A part that is missing was not asked for yet. */
export interface About {
  bookmarks?: readonly Bookmark[]
  /** The latest first. */
  pins?: readonly Pin[]
  members?: readonly string[]
  /** Whether `members` is all of them. */
  everybody?: boolean
}

/** Something that was removed and can be taken back for a moment. */
export interface Removal {
  /** The words for it. */
  said: 'undo.draft' | 'undo.message' | 'undo.pin' | 'undo.reminder' | 'undo.saved' | 'undo.section' | 'undo.thread'
  undo: () => unknown
}

export type Connection = 'idle' | 'connecting' | 'online' | 'offline'

export class Model {
  phase = $state<'starting' | 'setup' | 'login' | 'ready' | 'unreachable'>('starting')
  connection = $state<Connection>('idle')
  /** From when the state is, while there is no line to the server. */
  asOf_ms = $state<number | undefined>()
  /** A newer version of the client is ready. */
  upgrade = $state(false)
  self = $state.raw<User | undefined>()
  team = $state.raw<Team | undefined>()
  users = new SvelteMap<string, User>()
  channels = new SvelteMap<string, Channel>()
  /** How far the person has read and the server has not confirmed, by channel. */
  readonly hopes = new Map<string, Hope>()
  groups = new SvelteMap<string, UserGroup>()
  /** Custom emoji: name to address, or `alias:name`. */
  emoji = new SvelteMap<string, string>()
  prefs = $state.raw<Record<string, unknown>>({})
  /** The same, every one of them with a value. */
  preferences = $derived(readPreferences(this.prefs))
  /** Shown as away by choice. */
  away = $state(false)
  /** When people are not to be disturbed, as far as it was asked. */
  quiet = new SvelteMap<string, Quiet>()
  /** Unsent text by `draftKey`. */
  drafts = new SvelteMap<string, string>()
  pending = $state.raw<readonly Pending[]>([])
  timelines = new SvelteMap<string, Timeline>()
  threads = new SvelteMap<string, Timeline>()
  /** Whether attachments and linked messages are folded away. */
  folded = $state(false)
  /** Messages that are linked to, by `threadKey`. */
  linked = new SvelteMap<string, Linked>()
  readonly lists = new Lists()
  about = new SvelteMap<string, About>()
  /** People who were called by name where they are not, by `draftKey` of where it was written. */
  absent = new SvelteMap<string, readonly string[]>()
  active = new SvelteSet<string>()
  /** Who is writing, by channel: person to the moment it stops being true. */
  typing = new SvelteMap<string, ReadonlyMap<string, number>>()
  /** The latest thing that went wrong and is nobody's own line, as an error code. */
  problem = $state<string | undefined>()
  /** What was removed last, while it can be taken back. */
  removal = $state.raw<Removal | undefined>()
  /** The latest message that arrived, for the polite live region. */
  announced = $state.raw<{ channel: string; message: Message } | undefined>()

  get selfId(): string {
    return this.self?.id ?? ''
  }
}

export const threadKey = (channel: string, ts: Ts): string => `${channel}/${ts}`
export const draftKey = (channel: string, thread_ts?: Ts): string => (thread_ts ? threadKey(channel, thread_ts) : channel)

export const model = new Model()
