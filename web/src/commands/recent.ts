// The channels that were open last, for a fresh start and for jumping, and the emoji chosen last; the newest first. They lie
// sealed in this browser.

import { Kept } from './kept.ts'

/** How many places jump-to offers as those open last. */
const RECENT_MAX = 24
const LIST = 'channels'
/** How many emoji the picker offers as those chosen last: three of its rows. */
const EMOJI_MAX = 27
const EMOJI = 'emoji'

const kept = new Kept('recent')

/** Reads a person's. What lay here in clear before is thrown away. */
export function openRecent(user: string): Promise<void> {
  try {
    localStorage.removeItem('comity.recent')
  } catch {
    // Nothing was kept in a store that is forbidden.
  }
  return kept.open(user)
}

const listed = (name: string): string[] => kept.get(name)?.split(' ').filter(Boolean) ?? []

function first(name: string, item: string, max: number): void {
  const list = [item, ...listed(name).filter((other) => other !== item)]
  void kept.set(name, list.slice(0, max).join(' '))
}

export const recent = (): string[] => listed(LIST)
export const visited = (channel: string): void => first(LIST, channel, RECENT_MAX)

/** Names of emoji, without a tone. */
export const recentEmoji = (): string[] => listed(EMOJI)
export const choseEmoji = (name: string): void => first(EMOJI, name, EMOJI_MAX)

export const clearRecent = (): void => kept.clear()
