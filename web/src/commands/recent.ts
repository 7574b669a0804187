// The channels that were open last, the newest first: for a fresh start, and for jumping. They lie sealed in this browser.

import { Kept } from './kept.ts'

/** How many places jump-to offers as those open last. */
const RECENT_MAX = 24
const LIST = 'channels'

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

export const recent = (): string[] => kept.get(LIST)?.split(' ').filter(Boolean) ?? []

export function visited(channel: string): void {
  const list = [channel, ...recent().filter((other) => other !== channel)]
  void kept.set(LIST, list.slice(0, RECENT_MAX).join(' '))
}

export const clearRecent = (): void => kept.clear()
