// Where a message that is shown elsewhere has its place.

import type { Message } from '../../api/types.ts'
import { onlyInThread } from '../../model/message.ts'
import type { Place } from '../nav.svelte.ts'

export const whereIs = (channel: string, message: Message): Place =>
  onlyInThread(message) && message.thread_ts ? { channel, thread: message.thread_ts } : { channel, message: message.ts }
