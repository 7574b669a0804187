// One event of the socket, applied to the model. Events and fields not known here are ignored.

import type { Message, Quiet, SocketEvent, Told, User } from '../api/types.ts'
import * as about from '../model/change-about.ts'
import { confirm } from '../model/change-reading.ts'
import * as change from '../model/change.ts'
import { draftKey, type Model } from '../model/state.svelte.ts'

const idOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' && value && 'id' in value ? String(value.id) : ''

type Handlers = { [Type in keyof Told]?: (model: Model, event: Told[Type], now_ms: number) => void }

const handlers: Handlers = {
  message,
  reaction_added: (model, event) => reaction(model, event, true),
  reaction_removed: (model, event) => reaction(model, event, false),
  channel_created: (model, event) => rename(model, event),
  channel_rename: (model, event) => rename(model, event),
  group_rename: (model, event) => rename(model, event),
  channel_archive: (model, event) => change.editChannel(model, idOf(event.channel), { is_archived: true }),
  channel_unarchive: (model, event) => change.editChannel(model, idOf(event.channel), { is_archived: false }),
  group_archive: (model, event) => change.editChannel(model, idOf(event.channel), { is_archived: true }),
  group_unarchive: (model, event) => change.editChannel(model, idOf(event.channel), { is_archived: false }),
  channel_updated: (model, event) =>
    change.editChannel(model, event.channel, { topic: { value: event.topic }, purpose: { value: event.purpose } }),
  channel_joined: joined,
  group_joined: joined,
  im_created: joined,
  im_open: (model, event) => open(model, event, true),
  mpim_open: (model, event) => open(model, event, true),
  im_close: (model, event) => open(model, event, false),
  mpim_close: (model, event) => open(model, event, false),
  channel_left: left,
  group_left: left,
  member_joined_channel: (model, event) => member(model, event, 1),
  member_left_channel: (model, event) => member(model, event, -1),
  channel_marked: marked,
  group_marked: marked,
  im_marked: marked,
  mpim_marked: marked,
  user_change: user,
  team_join: user,
  user_typing: (model, event, now_ms) => change.startTyping(model, idOf(event.channel), idOf(event.user), now_ms),
  presence_change: presence,
  team_rename: (model, event) => {
    if (typeof event['name'] === 'string') change.renameTeam(model, event['name'])
  },
  manual_presence_change: (model, event) => change.setAway(model, event.presence === 'away'),
  dnd_updated_user: quiet,
  emoji_changed: emoji,
  subteam_created: subteam,
  subteam_updated: subteam,
  draft_changed: draft,
  star_added: (model, event) => note(model, event, { is_starred: true }),
  star_removed: (model, event) => note(model, event, { is_starred: false }),
  pin_added: pin,
  pin_removed: pin,
  thread_marked: (model, event) => change.noted(model, event.channel, event.thread_ts, { last_read: event.last_read }),
  thread_subscribed: (model, event) => subscribed(model, event, true),
  thread_unsubscribed: (model, event) => subscribed(model, event, false),
}

export function apply(model: Model, event: SocketEvent, now_ms: number): void {
  // Each handler takes the event whose type it stands under.
  if (Object.hasOwn(handlers, event.type)) (handlers[event.type as keyof Told] as (model: Model, event: SocketEvent, now_ms: number) => void)(model, event, now_ms)
}

function message(model: Model, event: SocketEvent): void {
  const channel = idOf(event.channel)
  const inner = event['message'] as Message | undefined
  switch (event.subtype) {
    case 'message_changed':
      if (inner) {
        change.changed(model, channel, inner)
        about.repinned(model, channel, inner)
      }
      return
    case 'message_replied':
      if (inner) change.replied(model, channel, inner)
      return
    case 'message_deleted':
      change.deleted(model, channel, String(event['deleted_ts']))
      about.pinned(model, channel, String(event['deleted_ts']))
      return
    default: {
      const posted = event as unknown as Message
      if (typeof posted.ts !== 'string') return
      change.posted(model, channel, posted)
      if (!posted.is_ephemeral) change.counted(model, channel, posted)
      if (posted.user !== model.selfId) model.announced = { channel, message: posted }
    }
  }
}

function reaction(model: Model, event: SocketEvent, add: boolean): void {
  const item = event['item'] as { type?: string; channel?: string; ts?: string } | undefined
  if (item?.type !== 'message' || !item.channel || !item.ts) return
  change.reacted(model, item.channel, item.ts, String(event['reaction']), idOf(event.user), add)
}

function rename(model: Model, event: SocketEvent): void {
  if (typeof event.channel === 'object' && event.channel.name) {
    // A channel the person is not in stays out of the sidebar: only what is known already is renamed.
    change.editChannel(model, event.channel.id, { name: event.channel.name })
  }
}

function joined(model: Model, event: SocketEvent): void {
  if (typeof event.channel === 'object') change.putChannel(model, { ...event.channel, is_member: true })
}

function open(model: Model, event: SocketEvent, is_open: boolean): void {
  if (is_open) joined(model, event)
  change.editChannel(model, idOf(event.channel), { is_open })
}

function left(model: Model, event: SocketEvent): void {
  change.editChannel(model, idOf(event.channel), { is_member: false })
}

function member(model: Model, event: SocketEvent, by: 1 | -1): void {
  const id = idOf(event.channel)
  about.member(model, id, idOf(event.user), by > 0)
  const channel = model.channels.get(id)
  if (!channel) return
  change.editChannel(model, id, {
    ...(channel.num_members !== undefined && !model.about.get(id)?.everybody && { num_members: Math.max(0, channel.num_members + by) }),
    ...(idOf(event.user) === model.selfId && { is_member: by > 0 }),
  })
}

function pin(model: Model, event: SocketEvent): void {
  const { message, ts } = (event['item'] ?? {}) as { message?: Message; ts?: string }
  const channel = idOf(event['channel_id'])
  if (message) about.pinned(model, channel, message.ts, { created: Math.floor(Date.now() / 1000), created_by: idOf(event.user), message })
  else if (ts) about.pinned(model, channel, ts)
  note(model, event, { pinned_to: message ? [channel] : [] })
}

type Marked = Told['channel_marked' | 'group_marked' | 'im_marked' | 'mpim_marked']

function marked(model: Model, { channel, last_read, unread_count, mention_count, latest, is_muted, is_starred, notify }: Marked): void {
  confirm(model, channel, { last_read, unread_count, mention_count })
  // The numbers count what was said up to the latest: a message that is still to be told may be among it.
  change.editChannel(model, channel, { ...(latest && { latest }), is_muted, is_starred, notify })
}

function user(model: Model, event: SocketEvent): void {
  if (typeof event.user === 'object') change.putUser(model, event.user as User)
}

function presence(model: Model, event: SocketEvent): void {
  const ids = Array.isArray(event['users']) ? (event['users'] as unknown[]).map(idOf) : [idOf(event.user)]
  for (const id of ids) {
    if (event['presence'] === 'active') model.active.add(id)
    else model.active.delete(id)
  }
}

function quiet(model: Model, event: SocketEvent): void {
  const user = idOf(event.user)
  // Of oneself this says less than is known: `follow` asks.
  if (user && user !== model.selfId && event['dnd_status']) change.putQuiet(model, user, event['dnd_status'] as Quiet)
}

function emoji(model: Model, event: SocketEvent): void {
  if (event.subtype === 'add' && typeof event['value'] === 'string') model.emoji.set(String(event['name']), String(event['value']))
  if (event.subtype === 'remove') for (const name of (event['names'] as string[] | undefined) ?? []) model.emoji.delete(name)
}

function subteam(model: Model, event: SocketEvent): void {
  const group = event['subteam'] as { id: string; handle: string; name: string; users?: string[] } | undefined
  if (group) model.groups.set(group.id, group)
}

function draft(model: Model, event: SocketEvent): void {
  // The server may nest the draft or not.
  const source = (event['draft'] ?? event) as { channel?: string; thread_ts?: string; text?: string }
  // Without the text it says only that there is another one: `follow` asks.
  if (!source.channel || (source.text === undefined && event['draft'] === undefined)) return
  const key = draftKey(source.channel, source.thread_ts)
  if (source.text) model.drafts.set(key, source.text)
  else model.drafts.delete(key)
}

/** Events about what a message is to somebody name it in one of two ways. */
function note(model: Model, event: SocketEvent, edit: Partial<Message>): void {
  const item = event['item'] as { channel?: string; ts?: string; message?: { ts?: string } } | undefined
  const ts = item?.message?.ts ?? item?.ts
  if (item?.channel && ts) change.noted(model, item.channel, ts, edit)
}

function subscribed(model: Model, event: SocketEvent, follow: boolean): void {
  const thread = event['subscription'] as { channel?: string; thread_ts?: string } | undefined
  if (thread?.channel && thread.thread_ts) change.noted(model, thread.channel, thread.thread_ts, { subscribed: follow })
}
