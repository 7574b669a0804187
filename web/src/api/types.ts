// What the server takes and sends, by names of ours. The shapes are generated from the API's own document
// (`npm run generate`); what stands here in full is the client's own.

import type { components, operations } from './schema.d.ts'

type Objects = components['schemas']

/** The name of a method, what it takes, and what it answers when it does not refuse. */
export type Method = keyof operations
export type Arguments<M extends Method> = Body<NonNullable<operations[M]['requestBody']>['content']>
export type Answer<M extends Method> = Extract<Body<operations[M]['responses'][200]['content']>, { ok: true }>
type Body<Content> = Content extends { 'application/json': infer Json } ? Json : Content extends { 'multipart/form-data': infer Form } ? Form : never

/** An object as the client keeps it: an event may bring only a part of it. */
type Partly<T, Always extends keyof T> = Pick<T, Always> & Partial<Omit<T, Always>>

export type Ts = string
export type Profile = Partial<Objects['Profile']>
export type User = Omit<Partly<Objects['User'], 'id' | 'name'>, 'profile'> & { profile?: Profile }
export type Team = Partly<Objects['Team'], 'id' | 'name'>
export type Notify = Objects['Notify']
export type Channel = Omit<Partly<Objects['Channel'], 'id'>, 'topic' | 'purpose'> & { topic?: Note; purpose?: Note }
type Note = Partly<Objects['Note'], 'value'>
/** When somebody is not to be disturbed. Of oneself also whether notifications are paused. */
export type Quiet = Objects['Quiet'] & Partial<Objects['OwnQuiet']>
export type Reaction = Objects['Reaction']
export type Block = Objects['Block']

/** What stands below a text. Whoever posts it says what is in it, so each part is looked at before it is shown. */
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

export type Message = Omit<Partly<Objects['Message'], 'ts'>, 'attachments' | 'bot_profile' | 'edited'> & {
  attachments?: Attachment[]
  bot_profile?: { name?: string }
  edited?: { user?: string; ts: Ts } | null
  /** Where an event says it was posted. */
  channel?: string
  /** Shown to this person only, and never kept. */
  is_ephemeral?: boolean
}

export type UserGroup = Partly<Objects['Usergroup'], 'id' | 'handle' | 'name'>
export type Bookmark = Partly<Objects['Bookmark'], 'id' | 'title' | 'link'>
export type Pin = Pick<Objects['Pin'], 'created' | 'created_by'> & { message: Message }
export type CustomEmoji = Objects['CustomEmoji']
export type Draft = Partly<Objects['Draft'], 'channel_id' | 'text'>
export type Scheduled = Objects['Scheduled']
export type Reminder = Objects['Reminder']
export type Session = Objects['Session']
export type PushedOut = Objects['PushedOut']

export type Role = Objects['Role']
export type AdminUser = Objects['AdminUser']
export type AdminSession = Objects['AdminSession']
export type AdminChannel = Objects['AdminChannel']
export type Invitation = Objects['Invitation']
export type App = Objects['App']
export type Token = Objects['Token']
export type Webhook = Objects['Webhook']
export type Job = Objects['Job']
export type Health = Answer<'admin.health.info'>
export type Settings = Answer<'admin.teams.settings.info'>['team']
/** A link just made; its address is told this once. */
export type Handed = Answer<'admin.users.invite'>
/** What a link says of itself to whoever holds it. */
export type LinkAbout = Answer<'client.invitation'>

/** The start answer, or what was kept of it on this device. */
export interface Boot {
  self: User
  team: Team
  users: User[]
  channels: Channel[]
  /** Only where it was kept. */
  usergroups?: UserGroup[]
  emoji?: Record<string, string>
  prefs?: Record<string, unknown>
  dnd?: Quiet
  /** Shown as away by choice. */
  manual_away?: boolean
  position?: string
}

/** Messages of a channel or a thread. */
export type Page = Answer<'conversations.replies'>

/** What a socket is told, by the type of the event, as the API's document says it. */
export type Told = { [Name in keyof Objects as Name extends `event.${infer Type}` ? Type : never]: Objects[Name] }

/** A message as it was posted; what else is told under its type is how another message is now. */
export type Posted = Exclude<Told['message'], { hidden: true }>

/** An event of the client socket before its type is known. */
export interface SocketEvent {
  type: string
  position?: string
}
