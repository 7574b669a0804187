// What may be done with a message, and by which keys: one list for the bar, the menu behind it, the keys on a focused message
// and the sheet that tells of them.

import type { Message } from '../../api/types.ts'
import { pin, toggleReaction } from '../../commands/messages.ts'
import { save } from '../../commands/saved.ts'
import { followThread, markThreadUnread } from '../../commands/threads.ts'
import { marks } from '../../commands/marks.ts'
import { t } from '../../i18n/index.svelte.ts'
import { onlyInThread, permalink } from '../../model/message.ts'
import { model } from '../../model/state.svelte.ts'
import { nav } from '../nav.svelte.ts'
import type { IconName } from '../shell/Icon.svelte'
import { copy } from '../clipboard.ts'
import { ui, type MenuEntry } from '../ui.svelte.ts'
import { said } from './said.ts'
import { remindIn } from './remind.ts'

export interface Action {
  name: 'react' | 'reply' | 'share' | 'save' | 'edit' | 'unread' | 'remind' | 'follow' | 'pin' | 'copyLink' | 'delete'
  label: string
  icon: IconName
  /** Whether it is so already. */
  pressed?: boolean
  danger?: boolean
  run: (from: HTMLElement) => void
  entries?: MenuEntry[]
}

/** The key that does it while the message has the focus, in the order of the sheet. */
export const KEYS: Partial<Record<Action['name'], string>> = {
  edit: 'E',
  react: 'R',
  reply: 'T',
  share: 'F',
  save: 'A',
  pin: 'P',
  unread: 'U',
  remind: 'M',
  copyLink: 'L',
  delete: 'Delete',
}

/** Those that stand in the bar itself. */
export const BAR: readonly Action['name'][] = ['react', 'reply', 'share', 'save']

export interface Scene {
  message: Message
  channel: string
  /** Shown inside its thread, where the way into it is left out. */
  threaded: boolean
  onedit?: () => void
}

export function actions({ message, channel, threaded, onedit }: Scene): Action[] {
  const known = model.channels.get(channel)
  const member = known?.is_member !== false
  const writable = member && !known?.is_archived
  const readable = !message.body_state
  const own = message.user === model.selfId && !message.bot_id
  const saved = message.is_starred ?? false
  const pinned = Boolean(message.pinned_to?.length)
  const root = message.thread_ts ?? message.ts
  const link = permalink(location.origin, channel, message)
  const deletable = writable && (own || model.self?.is_admin || model.self?.is_owner)
  const list: (Action | false | undefined)[] = [
    writable && {
      name: 'react',
      label: t('action.react'),
      icon: 'smile',
      run: (from) => ui.openPicker(from, (name) => void toggleReaction(channel, message, name)),
    },
    !threaded && { name: 'reply', label: t('action.reply'), icon: 'reply', run: () => nav.openThread(channel, root) },
    readable && { name: 'share', label: t('action.share'), icon: 'share', run: () => (ui.dialog = { name: 'share', channel, ts: message.ts }) },
    member && { name: 'save', label: t(saved ? 'action.unsave' : 'action.save'), icon: 'save', pressed: saved, run: () => void save(channel, message.ts, !saved) },
    own && readable && writable && onedit && { name: 'edit', label: t('action.edit'), icon: 'edit', run: onedit },
    member && {
      name: 'unread',
      label: t('action.unread'),
      icon: 'unread',
      run: () => void (onlyInThread(message) ? markThreadUnread(channel, root, message.ts) : marks.unread(channel, message.ts)),
    },
    readable && { name: 'remind', label: t('action.remind'), icon: 'clock', run: () => (ui.dialog = { name: 'remind', channel, ts: message.ts }), entries: remindIn(channel, message) },
    member && !onlyInThread(message) && message.reply_count
      ? { name: 'follow', label: t(message.subscribed ? 'action.unfollow' : 'action.follow'), icon: message.subscribed ? 'mute' : 'bell', run: () => void followThread(channel, root, !message.subscribed) }
      : undefined,
    writable && readable && { name: 'pin', label: t(pinned ? 'action.unpin' : 'action.pin'), icon: 'pin', run: () => void pin(channel, message.ts, !pinned) },
    { name: 'copyLink', label: t('action.copyLink'), icon: 'link', run: () => void copy(link) },
    deletable && { name: 'delete', label: t('action.delete'), icon: 'trash', danger: true, run: () => (ui.dialog = { name: 'delete', channel, ts: message.ts }) },
  ]
  return list.filter((action) => Boolean(action)) as Action[]
}

export const QUICK = ['+1', 'heart', 'white_check_mark', 'tada', 'eyes', 'pray']

/** Everything, as the sheet a phone has for it: quick reactions on top, and a way to the words, as marking them is the sheet's own gesture. */
export function openSheet(scene: Scene, list: Action[], from: HTMLElement): void {
  const { message, channel } = scene
  const writable = list.some(({ name }) => name === 'react')
  const quick = QUICK.map((emoji) => ({ emoji, label: t('action.reactWith', { name: `:${emoji}:` }), run: () => void toggleReaction(channel, message, emoji) }))
  const words: MenuEntry = { label: t('action.copyText'), icon: 'copy', run: () => void copy(said(message)) }
  const entries = [...more(list, from, []), ...(message.body_state ? [] : [words])]
  ui.openMenu(from, { label: t('more.actions'), entries, about: message.ts, ...(writable && { quick }) })
}

/** What the bar has no room for, as the entries of a menu. */
export const more = (list: Action[], from: HTMLElement, without = BAR): MenuEntry[] =>
  list
    .filter(({ name }) => !without.includes(name))
    .map(({ name, label, icon, danger, entries, run }) => {
      const key = KEYS[name]
      return {
        label,
        icon,
        ...(key && { key: key === 'Delete' ? '⌫' : key }),
        ...(danger && { danger, apart: true }),
        ...(entries ? { entries } : { run: () => run(from) }),
      }
    })
