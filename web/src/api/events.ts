// What the client socket tells, each event with the type that stands in the API's document.

import type { SocketEvent, Told } from './types.ts'

/** What is done with events, by their type. */
export type Handlers<More extends unknown[] = []> = { [Type in keyof Told]?: (event: Told[Type], ...more: More) => void }

/** Does with an event what is done with its type. One that is not known here is ignored. */
export function handle<More extends unknown[]>(handlers: Handlers<More>, event: SocketEvent, ...more: More): void {
  if (!Object.hasOwn(handlers, event.type)) return
  // Each takes the event whose type it stands under.
  const handler = handlers[event.type as keyof Told] as (event: SocketEvent, ...more: More) => void
  handler(event, ...more)
}
