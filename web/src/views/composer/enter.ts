// Which Enter sends: the plain one, or the one with Ctrl or Command for people who write in paragraphs.

import { model } from '../../model/state.svelte.ts'

export const sends = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.altKey && (model.preferences.enter_sends || event.ctrlKey || event.metaKey)
