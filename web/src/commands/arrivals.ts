// Messages as they arrive, for what does more with them than show them.

import type { Message } from '../api/types.ts'

type Hear = (channel: string, message: Message) => void

const hearing = new Set<Hear>()

/** Tells of every message from now on, until the answer is called. */
export function onArrival(hear: Hear): () => void {
  hearing.add(hear)
  return () => hearing.delete(hear)
}

/** Says that a message came, after the model has it. */
export function arrived(channel: string, message: Message): void {
  for (const hear of hearing) hear(channel, message)
}
