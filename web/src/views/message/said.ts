// A message as one line of plain text, for a screen reader or a notification.

import type { Message } from '../../api/types.ts'
import { nameOf } from '../../model/names.ts'
import { model } from '../../model/state.svelte.ts'
import { parse } from '../../text/mrkdwn.ts'
import { plain } from '../../text/tree.ts'

export const said = (message: Message): string =>
  plain(parse(message.text ?? ''), (kind, id) => (kind === 'user' ? nameOf(model, id) : (model.channels.get(id)?.name ?? '')))
