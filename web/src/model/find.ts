// Finds what a name stands for among all that is loaded.

import type { Message, Ts } from '../api/types.ts'
import type { Model } from './state.svelte.ts'
import * as windows from './window.ts'

/** A message, wherever it is shown. */
export function findMessage(model: Model, channel: string, ts: Ts): Message | undefined {
  const threads = [...model.threads].filter(([key]) => key.startsWith(`${channel}/`)).map(([, thread]) => thread)
  for (const timeline of [model.timelines.get(channel), ...threads, ...model.lists.timelines(channel)]) {
    const found = timeline && windows.at(timeline.messages, ts)
    if (found) return found
  }
  return undefined
}
