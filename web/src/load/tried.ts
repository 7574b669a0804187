// Runs a command whose failure is shown as a line at the top.

import { codeOf } from '../api/http.ts'
import type { Listing } from '../model/lists.svelte.ts'
import { model } from '../model/state.svelte.ts'

/** Gives nothing when it failed. */
export async function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    model.problem = codeOf(error)
    return undefined
  }
}

/** Fills a list. What is shown stays while it is asked for again. */
export async function filled<T>(list: Listing<T>, load: () => Promise<void>): Promise<void> {
  if (list.state === 'loading') return
  const before = list.state
  list.state = 'loading'
  try {
    await load()
    list.state = 'ready'
  } catch (error) {
    list.state = before === 'ready' ? 'ready' : 'failed'
    if (before === 'ready') model.problem = codeOf(error)
  }
}
