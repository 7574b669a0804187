// Small removals take effect at once, and for a while can be taken back.

import { locale } from '../i18n/index.svelte.ts'
import { model, type Removal } from '../model/state.svelte.ts'

/** Offers to take back what was just removed, instead of what was removed before. */
export async function removed(said: Removal['said'], undo: Removal['undo']): Promise<void> {
  await locale.withLater(async () => {})
  model.removal = { said, undo }
}

/** It stays removed. */
export const dismissRemoval = (): void => void (model.removal = undefined)

export function undoRemoval(): void {
  const { removal } = model
  dismissRemoval()
  void removal?.undo()
}
