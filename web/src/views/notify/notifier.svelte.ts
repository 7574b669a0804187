// Shows a notification for each message that is about the person. What is, says `model/notify.ts`.

import { onArrival } from '../../commands/arrivals.ts'
import { follows } from '../../load/follows.ts'
import type { Message } from '../../api/types.ts'
import { t } from '../../i18n/index.svelte.ts'
import { onlyInThread } from '../../model/message.ts'
import { authorName } from '../../model/names.ts'
import { notifies } from '../../model/notify.ts'
import { picture, quietUntil } from '../../model/person.ts'
import { model, threadKey } from '../../model/state.svelte.ts'
import { said } from '../message/said.ts'
import { nav } from '../nav.svelte.ts'
import { placed } from '../placed.ts'
import { ui } from '../ui.svelte.ts'
import { permission } from './permission.svelte.ts'
import { Tabs } from './tabs.ts'

/** Notifies from now on, until the answer is called. */
export function startNotifier(): () => void {
  const tabs = new Tabs()
  const stopLooking = $effect.root(() => {
    $effect(() => {
      const { channel, within, thread } = nav.place
      tabs.look(ui.attentive ? { channel, thread: thread && threadKey(channel ?? within ?? '', thread) } : null)
    })
  })
  const stopHearing = onArrival((channel, message) => void hear(tabs, channel, message))
  return () => {
    stopHearing()
    stopLooking()
    tabs.stop()
  }
}

async function hear(tabs: Tabs, channel: string, message: Message): Promise<void> {
  if (permission.answer !== 'granted' || !tabs.leads || message.user === model.selfId) return
  const thread = onlyInThread(message) ? message.thread_ts : undefined
  const now = new Date()
  const reason = notifies(message, {
    self: model.selfId,
    channel: model.channels.get(channel),
    preferences: model.preferences,
    groups: [...model.groups.values()].filter((group) => group.users?.includes(model.selfId)).map((group) => group.id),
    follows: thread !== undefined && model.preferences.notify_threads && (await follows(channel, thread)),
    quiet: quietUntil(model.quiet.get(model.selfId), now) !== undefined,
    looking: tabs.looking(channel, thread && threadKey(channel, thread)),
    now_s: now.getTime() / 1000,
  })
  if (reason) show(channel, message, thread)
}

function show(id: string, message: Message, thread: string | undefined): void {
  const channel = model.channels.get(id)
  const { notify_preview, notify_sound } = model.preferences
  const name = authorName(model, message)
  const icon = picture(model.users.get(message.user ?? ''))
  // The system turns each text to where its own first letters are written from; names in it are set apart by `t`.
  const notification = new Notification(channel?.is_im ? name : placed('notify.in', channel, { name }), {
    body: (notify_preview && said(message)) || t('notify.new'),
    // One message is told once, also when two tabs were quick.
    tag: `${id}/${message.ts}`,
    // The sound is ours, so that it can be switched off here.
    silent: true,
    dir: 'auto',
    ...(icon && { icon }),
  })
  notification.onclick = () => {
    window.focus()
    nav.go(thread ? { channel: id, thread } : { channel: id, message: message.ts })
    notification.close()
  }
  if (notify_sound) void import('./sound.ts').then(({ chime }) => chime(), () => undefined)
}
