// The views beside channels, as the sidebar, the bottom of a phone and jump-to name them.

import type { Key } from '../../i18n/index.svelte.ts'
import { unreadChannels } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import type { IconName } from '../shell/Icon.svelte'

export interface TopEntry {
  view: string
  label: Key
  icon: IconName
  /** How many of it ask for attention. */
  count: (model: Model) => number
  /** Counted without asking for attention. */
  quiet?: boolean
  /** Stands at the bottom of a phone, so not at its top. */
  tab?: boolean
}

const mentioned = (model: Model): number =>
  [...model.channels.values()].reduce((sum, channel) => sum + (channel.is_member === false || channel.is_muted || channel.is_im || channel.is_mpim ? 0 : (channel.mention_count ?? 0)), 0)

/** Reminders that are due and not done. */
const due = (model: Model): number => model.lists.reminders.items.filter((item) => !item.complete_ts && item.time * 1000 <= Date.now()).length

export const TOP: readonly TopEntry[] = [
  { view: 'unreads', label: 'views.unreads', icon: 'unread', count: (model) => unreadChannels(model).length },
  { view: 'threads', label: 'views.threads', icon: 'reply', count: (model) => model.lists.unreadThreads },
  { view: 'mentions', label: 'views.mentions', icon: 'mention', count: mentioned, tab: true },
  { view: 'drafts', label: 'views.drafts', icon: 'edit', count: (model) => model.drafts.size + model.lists.scheduled.items.length, quiet: true },
  { view: 'saved', label: 'views.saved', icon: 'save', count: due, tab: true },
]
