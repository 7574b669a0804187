// What the notifications one has set come to, in sentences.

import { list, t } from '../../i18n/index.svelte.ts'
import { keywords, type Preferences } from '../../model/prefs.ts'
import { shownTime } from '../when/typed.ts'

/** Nothing but what holds: the words and threads count for little where nothing is told. */
export function heard(prefs: Preferences): string[] {
  const words = keywords(prefs.notify_keywords)
  return [
    t(`prefs.says.${prefs.notify}`),
    ...(prefs.notify !== 'nothing' && words.length ? [t('prefs.says.words', { words: list(words) })] : []),
    ...(prefs.notify !== 'nothing' && prefs.notify_threads ? [t('prefs.says.threads')] : []),
    ...(prefs.dnd_enabled ? [t('prefs.says.quiet', { from: shownTime(prefs.dnd_start_hour.padStart(5, '0')), to: shownTime(prefs.dnd_end_hour.padStart(5, '0')) })] : []),
  ]
}
