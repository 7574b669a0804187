// "Is writing": said at most every few seconds, and only while there is a line to say it on.

import { sendTyping } from '../sync/line.ts'

const EVERY_MS = 3_000
let said = { channel: '', at_ms: 0 }

export function typing(channel: string): void {
  const now = Date.now()
  if (said.channel === channel && now - said.at_ms < EVERY_MS) return
  said = { channel, at_ms: now }
  sendTyping(channel)
}
