// The text of a message that is being edited, kept until it is saved or given up.

import type { Ts } from '../api/types.ts'
import { threadKey } from '../model/state.svelte.ts'
import { Kept } from './kept.ts'

const kept = new Kept('edit')

export const openEdits = (user: string): Promise<void> => kept.open(user)
export const heardEdit = (place: string | null): Promise<unknown> => kept.heard(place)
export const endangeredEdits = (): boolean => kept.endangered
export const clearEdits = (): void => kept.clear()
export const keepEdit = (channel: string, ts: Ts, text: string): void => void kept.set(threadKey(channel, ts), text)
export const keptEdit = (channel: string, ts: Ts): string | undefined => kept.get(threadKey(channel, ts))
export const dropEdit = (channel: string, ts: Ts): void => kept.drop(threadKey(channel, ts))
