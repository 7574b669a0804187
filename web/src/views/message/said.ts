// A message as one line of plain text, for a screen reader or a notification.

import type { Message } from '../../api/types.ts'
import { t } from '../../i18n/index.svelte.ts'
import { nameOf } from '../../model/names.ts'
import { model } from '../../model/state.svelte.ts'
import { parse } from '../../text/mrkdwn.ts'
import { plain } from '../../text/tree.ts'

/** What a message says, or that it can't be shown. */
export function said(message: Message): string {
  if (message.text !== undefined && typeof message.text !== 'string') return t('message.undrawn')
  return plain(parse(message.text ?? ''), (kind, id) => (kind === 'user' ? nameOf(model, id) : (model.channels.get(id)?.name ?? '')))
}
