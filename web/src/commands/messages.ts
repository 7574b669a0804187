// What a person does to messages that exist: react, edit, delete.

import { call, codeOf } from '../api/http.ts'
import type { Message, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { emojiName } from '../model/message.ts'
import { model } from '../model/state.svelte.ts'
import { removed } from './undo.ts'

/** Adds the person's reaction, or takes it back. Shown at once, and undone when the server refuses. */
export async function toggleReaction(channel: string, message: Message, chosen: string): Promise<void> {
  const name = emojiName(chosen, model.emoji)
  const mine = message.reactions?.find((reaction) => reaction.name === name)?.users.includes(model.selfId) ?? false
  change.reacted(model, channel, message.ts, name, model.selfId, !mine)
  try {
    await call(mine ? 'reactions.remove' : 'reactions.add', { channel, timestamp: message.ts, name })
  } catch (error) {
    const code = codeOf(error)
    // Another window of the same person was quicker: what they wanted is so.
    if (code === 'already_reacted' || code === 'no_reaction') return
    change.reacted(model, channel, message.ts, name, model.selfId, mine)
    model.problem = code
  }
}

/** Saves an edited text; says whether it was taken. */
export async function edit(channel: string, message: Message, text: string): Promise<boolean> {
  const before = message
  const { blocks: _, ...rest } = message
  change.changed(model, channel, { ...rest, text, edited: { user: model.selfId, ts: message.ts } })
  try {
    await call('chat.update', { channel, ts: message.ts, text })
    return true
  } catch (error) {
    change.changed(model, channel, before)
    model.problem = codeOf(error)
    return false
  }
}

export async function remove(channel: string, ts: Ts): Promise<void> {
  try {
    await call('chat.delete', { channel, ts })
    change.deleted(model, channel, ts)
  } catch (error) {
    if (codeOf(error) === 'message_not_found') change.deleted(model, channel, ts)
    else model.problem = codeOf(error)
  }
}

/** Pins a message to its channel, or takes it down; says whether it is so. Shown at once, and undone when the server refuses. */
export async function pin(channel: string, ts: Ts, add: boolean): Promise<boolean> {
  change.noted(model, channel, ts, { pinned_to: add ? [channel] : [] })
  try {
    await call(add ? 'pins.add' : 'pins.remove', { channel, timestamp: ts })
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'already_pinned' || code === 'no_pin') return true
    change.noted(model, channel, ts, { pinned_to: add ? [] : [channel] })
    model.problem = code
    return false
  }
}

/** Takes a message out of the list of pins, and it goes from there. */
export async function unpin(channel: string, ts: Ts): Promise<void> {
  if (await pin(channel, ts, false)) void removed('undo.pin', () => pin(channel, ts, true))
}

export const dismissProblem = (): void => {
  model.problem = undefined
}
