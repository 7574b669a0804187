// One event of the socket, applied to the model. What an event only names is asked for by `commands/follow.ts`.

import { handle, type Handlers } from '../api/events.ts'
import type { Channel, Message, SocketEvent, Told } from '../api/types.ts'
import * as about from '../model/change-about.ts'
import { confirm } from '../model/change-reading.ts'
import * as change from '../model/change.ts'
import type { Model } from '../model/state.svelte.ts'

const handlers: Handlers<[model: Model, now_ms: number]> = {
  message,
  reaction_added: (event, model) => reaction(event, model, true),
  reaction_removed: (event, model) => reaction(event, model, false),
  channel_created: renamed,
  channel_rename: renamed,
  group_rename: renamed,
  channel_archive: (event, model) => edit(event, model, { is_archived: true }),
  channel_unarchive: (event, model) => edit(event, model, { is_archived: false }),
  group_archive: (event, model) => edit(event, model, { is_archived: true }),
  group_unarchive: (event, model) => edit(event, model, { is_archived: false }),
  channel_updated: (event, model) => edit(event, model, { topic: { value: event.topic }, purpose: { value: event.purpose } }),
  channel_joined: joined,
  group_joined: joined,
  im_created: joined,
  im_open: (event, model) => edit(event, model, { is_open: true }),
  mpim_open: (event, model) => edit(event, model, { is_open: true }),
  im_close: (event, model) => edit(event, model, { is_open: false }),
  mpim_close: (event, model) => edit(event, model, { is_open: false }),
  channel_left: (event, model) => edit(event, model, { is_member: false }),
  group_left: (event, model) => edit(event, model, { is_member: false }),
  member_joined_channel: (event, model) => member(event, model, 1),
  member_left_channel: (event, model) => member(event, model, -1),
  channel_marked: marked,
  group_marked: marked,
  im_marked: marked,
  mpim_marked: marked,
  user_change: ({ user }, model) => change.putUser(model, user),
  team_join: ({ user }, model) => change.putUser(model, user),
  user_typing: ({ channel, user }, model, now_ms) => change.startTyping(model, channel, user, now_ms),
  presence_change: ({ user, presence }, model) => change.setActive(model, user, presence === 'active'),
  team_rename: ({ name }, model) => change.renameTeam(model, name),
  manual_presence_change: ({ presence }, model) => change.setAway(model, presence === 'away'),
  // Of oneself this says less than is known: `follow` asks.
  dnd_updated_user: ({ user, dnd_status }, model) => user !== model.selfId && change.putQuiet(model, user, dnd_status),
  // The picture of one that is new is asked for.
  emoji_changed: ({ subtype, names }, model) => subtype === 'remove' && change.dropEmoji(model, names),
  subteam_created: ({ subteam }, model) => change.putGroup(model, subteam),
  subteam_updated: ({ subteam }, model) => change.putGroup(model, subteam),
  star_added: ({ item }, model) => change.noted(model, item.channel, item.message.ts, { is_starred: true }),
  star_removed: ({ item }, model) => change.noted(model, item.channel, item.message.ts, { is_starred: false }),
  pin_added: ({ item, channel_id }, model) => {
    about.pinned(model, channel_id, item.message.ts, item)
    change.noted(model, channel_id, item.message.ts, { pinned_to: [channel_id] })
  },
  pin_removed: ({ item, channel_id }, model) => {
    about.pinned(model, channel_id, item.ts)
    change.noted(model, channel_id, item.ts, { pinned_to: [] })
  },
  thread_marked: ({ channel, thread_ts, last_read }, model) => change.noted(model, channel, thread_ts, { last_read }),
  thread_subscribed: subscribed,
  thread_unsubscribed: subscribed,
}

export const apply = (model: Model, event: SocketEvent, now_ms: number): void => handle(handlers, event, model, now_ms)

function message(event: Told['message'], model: Model): void {
  const { channel } = event
  if ('deleted_ts' in event) {
    change.deleted(model, channel, event.deleted_ts)
    about.pinned(model, channel, event.deleted_ts)
  } else if (!('message' in event)) {
    posted(channel, event, model)
  } else if (event.subtype === 'message_replied') {
    change.replied(model, channel, event.message)
  } else {
    change.changed(model, channel, event.message)
    about.repinned(model, channel, event.message)
  }
}

function posted(channel: string, message: Message, model: Model): void {
  change.posted(model, channel, message)
  if (!message.is_ephemeral) change.counted(model, channel, message)
  if (message.user !== model.selfId) model.announced = { channel, message }
}

function reaction({ item, reaction, user }: Told['reaction_added' | 'reaction_removed'], model: Model, add: boolean): void {
  change.reacted(model, item.channel, item.ts, reaction, user, add)
}

const edit = ({ channel }: { channel: string }, model: Model, edit: Partial<Channel>): void => change.editChannel(model, channel, edit)

/** A channel the person is not in stays out of the sidebar: only what is known already is renamed. */
function renamed({ channel }: Told['channel_created' | 'channel_rename' | 'group_rename'], model: Model): void {
  change.editChannel(model, channel.id, { name: channel.name })
}

function joined({ channel }: Told['channel_joined' | 'group_joined' | 'im_created'], model: Model): void {
  change.putChannel(model, { ...channel, is_member: true })
}

function member({ channel: id, user }: Told['member_joined_channel' | 'member_left_channel'], model: Model, by: 1 | -1): void {
  about.member(model, id, user, by > 0)
  const channel = model.channels.get(id)
  if (!channel) return
  change.editChannel(model, id, {
    ...(channel.num_members !== undefined && !model.about.get(id)?.everybody && { num_members: Math.max(0, channel.num_members + by) }),
    ...(user === model.selfId && { is_member: by > 0 }),
  })
}

type Marked = Told['channel_marked' | 'group_marked' | 'im_marked' | 'mpim_marked']

function marked({ channel, last_read, unread_count, mention_count, latest, is_muted, is_starred, notify }: Marked, model: Model): void {
  confirm(model, channel, { last_read, unread_count, mention_count })
  // The numbers count what was said up to the latest: a message that is still to be told may be among it.
  change.editChannel(model, channel, { ...(latest && { latest }), is_muted, is_starred, notify })
}

function subscribed({ subscription: { channel, thread_ts, active } }: Told['thread_subscribed' | 'thread_unsubscribed'], model: Model): void {
  change.noted(model, channel, thread_ts, { subscribed: active })
}
