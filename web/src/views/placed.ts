// How running text says where something is: in a channel, but with a person.

import type { Channel } from '../api/types.ts'
import { t } from '../i18n/index.svelte.ts'
import { isConversation } from '../model/members.ts'
import { channelLabel } from '../model/names.ts'
import { model } from '../model/state.svelte.ts'

/** What is said of a channel, and what of a direct message. */
const DIRECT = {
  'timeline.label': 'timeline.label.direct',
  'timeline.start': 'timeline.start.direct',
  'threads.label': 'threads.label.direct',
  'linked.where': 'linked.where.direct',
  'notify.in': 'notify.in.direct',
} as const

/** The message of a key about a conversation, whose name stands in it as `{channel}`. */
export const placed = (key: keyof typeof DIRECT, channel: Channel | undefined, values: Record<string, string> = {}): string =>
  t(isConversation(channel) ? DIRECT[key] : key, { ...values, channel: channelLabel(model, channel) })
