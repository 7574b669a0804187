// The shapes the server sends, as far as the client reads them. Unknown fields are ignored everywhere.

export type Ts = string

export interface Profile {
  display_name?: string
  real_name?: string
  title?: string
  status_text?: string
  status_emoji?: string
  /** When the status ends, in seconds; 0 for never. */
  status_expiration?: number
  email?: string
  phone?: string
  pronouns?: string
  image_72?: string
}

/** When somebody is not to be disturbed; times in seconds. Of oneself also whether notifications are paused. */
export interface Quiet {
  dnd_enabled: boolean
  next_dnd_start_ts: number
  next_dnd_end_ts: number
  snooze_enabled?: boolean
  snooze_endtime?: number
}

/** Where one is signed in. */
export interface Session {
  id: string
  kind: 'browser' | 'program'
  label: string
  created: number
  expires: number
  current: boolean
}

export interface User {
  id: string
  name: string
  real_name?: string
  deleted?: boolean
  is_bot?: boolean
  is_admin?: boolean
  is_owner?: boolean
  is_primary_owner?: boolean
  is_restricted?: boolean
  tz?: string
  /** Seconds ahead of UTC. */
  tz_offset?: number
  profile?: Profile
}

export interface Team {
  id: string
  name: string
  domain?: string
  url?: string
}

export type Notify = 'default' | 'all' | 'mentions' | 'nothing'

export interface Channel {
  id: string
  name?: string
  is_channel?: boolean
  is_group?: boolean
  is_im?: boolean
  is_mpim?: boolean
  is_private?: boolean
  is_archived?: boolean
  is_general?: boolean
  is_ext_shared?: boolean
  is_member?: boolean
  /** Whether a direct conversation is shown in the sidebar. */
  is_open?: boolean
  /** The other person of a direct message. */
  user?: string
  members?: string[]
  num_members?: number
  creator?: string
  /** When it was made, in seconds. */
  created?: number
  topic?: { value: string }
  purpose?: { value: string }
  last_read?: Ts
  latest?: Ts | { ts: Ts } | null
  unread_count?: number
  mention_count?: number
  is_muted?: boolean
  notify?: Notify
  is_starred?: boolean
}

export interface Reaction {
  name: string
  users: string[]
  count: number
}

export interface Attachment {
  color?: string
  pretext?: string
  service_name?: string
  author_name?: string
  author_subname?: string
  author_link?: string
  title?: string
  title_link?: string
  text?: string
  fallback?: string
  image_url?: string
  thumb_url?: string
  footer?: string
  ts?: string | number
  mrkdwn_in?: string[]
  actions?: unknown[]
  fields?: { title?: string; value?: string; short?: boolean }[]
  blocks?: Block[]
}

export interface Block {
  type: string
  [field: string]: unknown
}

export interface Message {
  type?: string
  subtype?: string
  ts: Ts
  channel?: string
  user?: string
  bot_id?: string
  username?: string
  bot_profile?: { name?: string }
  text?: string
  thread_ts?: Ts
  reply_count?: number
  reply_users?: string[]
  reply_users_count?: number
  latest_reply?: Ts
  edited?: { user?: string; ts: Ts } | null
  client_msg_id?: string
  reactions?: Reaction[]
  blocks?: Block[]
  attachments?: Attachment[]
  files?: { id: string; name?: string; title?: string }[]
  /** The installation the message lives in. */
  origin?: string
  origin_name?: string
  body_state?: 'here' | 'sealed' | 'elsewhere'
  pinned_to?: string[]
  /** What a line of the system says, beside its text. */
  topic?: string
  purpose?: string
  name?: string
  old_name?: string
  /** Whether the person saved it for later. */
  is_starred?: boolean
  /** Of a thread's root: whether the person follows it, and how far they read it. */
  subscribed?: boolean
  last_read?: Ts
  hidden?: boolean
  /** Shown to this person only, and never kept. */
  is_ephemeral?: boolean
}

export interface UserGroup {
  id: string
  handle: string
  name: string
  description?: string
  users?: string[]
  /** When it was disabled, in seconds; 0 while it calls people. */
  date_delete?: number
}

/** A link at the top of a channel. */
export interface Bookmark {
  id: string
  title: string
  link: string
  /** With colons; empty for none. */
  emoji?: string
}

/** A message a channel keeps at hand. */
export interface Pin {
  created: number
  created_by: string
  message: Message
}

/** One of the workspace's own emoji, and who added it. */
export interface CustomEmoji {
  url: string
  uploaded_by: string
  date_created: number
}

export interface Draft {
  channel_id: string
  thread_ts?: Ts | null
  text: string
}

export interface Boot {
  self: User
  team: Team
  users: User[]
  channels: Channel[]
  usergroups?: UserGroup[]
  emoji?: Record<string, string>
  prefs?: Record<string, unknown>
  drafts?: Draft[]
  dnd?: Quiet
  /** Shown as away by choice. */
  manual_away?: boolean
  position?: string
}

/** A message that waits for its time. */
export interface Scheduled {
  id: string
  channel_id: string
  thread_ts?: Ts
  /** In seconds. */
  post_at: number
  text: string
  /** Why it could not be sent. */
  failed?: string
}

export interface Reminder {
  id: string
  text: string
  /** In seconds. */
  time: number
  /** When it was marked done, in seconds; 0 while it is not. */
  complete_ts: number
}

export interface Page {
  messages: Message[]
  has_more?: boolean
  response_metadata?: { next_cursor?: string }
}

export interface Counts {
  channels: { id: string; last_read?: Ts; latest?: Ts | null; unread_count: number; mention_count: number }[]
}

/** An event of the client socket; the fields depend on `type`. */
export interface SocketEvent {
  type: string
  subtype?: string
  position?: string
  channel?: string | Channel
  user?: string | User
  [field: string]: unknown
}
