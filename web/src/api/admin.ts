// What the methods of the administration send, as far as its pages read it.

export interface AdminUser {
  id: string
  email?: string | null
  username: string
  full_name: string
  date_created: number
  /** When they last signed in with a browser; 0 for never. */
  last_login: number
  /** How many sessions and tokens they have. */
  sessions: number
  /** When a guest's time is over, in seconds; 0 for never. */
  expiration_ts: number
  /** Of a guest: the channels they are in, as far as the reader may know them, and how many others. */
  channels?: string[]
  hidden_channels?: number
}

export interface AdminSession {
  session_id: string
  kind: 'browser' | 'program'
  label: string
  date_created: number
}

export type Role = 'guest' | 'member' | 'admin' | 'owner'

export interface Invitation {
  id: string
  kind: 'join' | 'password'
  state: 'open' | 'used' | 'revoked' | 'expired'
  inviter: string
  date_created: number
  date_expire: number
  max_uses: number
  used_by: string[]
  /** Of an invitation to join. */
  role?: Role
  email?: string | null
  channel_ids?: string[]
  /** Of a link to set a password. */
  user_id?: string
}

/** A link just made; its address is told this once. */
export interface Handed {
  invitation: Invitation
  url: string
}

export interface AdminChannel {
  id: string
  /** Empty where the reader may not know it. */
  name: string
  purpose?: string
  member_count: number
  created: number
  last_activity_ts?: number
  is_private: boolean
  is_archived: boolean
  is_general: boolean
  /** A private channel the reader is not in. */
  is_hidden: boolean
}

/** What a link says of itself to whoever holds it. */
export interface LinkAbout {
  kind: 'join' | 'password'
  team: { name: string }
  inviter: string
  role?: Role
  email?: string | null
}
