// Whom one talks to most: who is offered first where the letters fit several people alike.

import { compareTs } from './window.ts'
import type { Model, Timeline } from './state.svelte.ts'

/** Who wrote in these messages, the latest first. */
function authors(timelines: Iterable<Timeline>): string[] {
  const last = new Map<string, string>()
  for (const { messages } of timelines)
    for (const { user, ts, subtype } of messages) {
      if (user && (!subtype || subtype === 'thread_broadcast') && compareTs(ts, last.get(user) ?? '0.0') > 0) last.set(user, ts)
    }
  return [...last].sort(([, a], [, b]) => compareTs(b, a)).map(([user]) => user)
}

/** Whom one has a conversation of two with, the latest first. */
const partners = (model: Model): string[] =>
  [...model.channels.values()]
    .filter(({ is_im, user, latest }) => is_im && user && latest)
    .sort((a, b) => compareTs(b.latest ?? '0.0', a.latest ?? '0.0'))
    .flatMap(({ user }) => user ?? [])

/**
 * How close people are to whoever writes in a channel, 0 being the closest: with whom it is a conversation of two, who wrote
 * here last, with whom one wrote directly last, who wrote elsewhere last. Only what is in the page counts; who is not in
 * the answer has not been met.
 */
export function closeness(model: Model, channel: string): Map<string, number> {
  const here = [...model.threads].filter(([key]) => key.startsWith(`${channel}/`)).map(([, thread]) => thread)
  const timeline = model.timelines.get(channel)
  const partner = model.channels.get(channel)?.user
  const order = new Set([...(partner ? [partner] : []), ...authors(timeline ? [timeline, ...here] : here), ...partners(model), ...authors(model.timelines.values())])
  order.delete(model.selfId)
  return new Map([...order].map((user, index) => [user, index]))
}
