// When to be reminded of a message: the usual times, and one of one's own.

import type { Message, Ts } from '../../api/types.ts'
import { remind } from '../../commands/reminders.ts'
import { t } from '../../i18n/index.svelte.ts'
import { daysOn } from '../../i18n/zone.ts'
import { authorName } from '../../model/names.ts'
import { permalink } from '../../model/message.ts'
import { model } from '../../model/state.svelte.ts'
import { ui, type MenuEntry } from '../ui.svelte.ts'
import { said } from './said.ts'

/** How much of a message its reminder quotes. */
const QUOTED_CHARS = 120

/** What a reminder says: whose message, how it begins, and where it is. */
export function reminderText(channel: string, message: Message): string {
  const words = said(message).replace(/\s+/g, ' ')
  const quoted = words.length > QUOTED_CHARS ? `${words.slice(0, QUOTED_CHARS)}…` : words
  return `${authorName(model, message)}: ${quoted} <${permalink(location.origin, channel, message)}>`
}

/** The message a reminder's text points to. */
export function reminderPlace(text: string): { channel: string; ts: Ts } | undefined {
  const match = /\/archives\/([A-Z0-9]+)\/p(\d{10,})(\d{6})/.exec(text)
  return match ? { channel: match[1] ?? '', ts: `${match[2]}.${match[3]}` } : undefined
}

/** Tomorrow morning at nine. */
export const tomorrow = (now = new Date()): Date => daysOn(now, 1, 9)

export function remindIn(channel: string, message: Message): MenuEntry[] {
  const at = (date: () => Date) => (): void => void remind(reminderText(channel, message), date().getTime() / 1000)
  const minutes = (count: number) => (): Date => new Date(Date.now() + count * 60_000)
  return [
    { label: t('remind.soon'), run: at(minutes(20)) },
    { label: t('remind.hour'), run: at(minutes(60)) },
    { label: t('remind.tomorrow'), run: at(() => tomorrow()) },
    { label: t('remind.custom'), run: () => (ui.dialog = { name: 'remind', channel, ts: message.ts }) },
  ]
}
