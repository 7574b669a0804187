import { beforeAll, expect, test, vi } from 'vitest'

import { locale } from '../../i18n/index.svelte.ts'
import { readPreferences } from '../../model/prefs.ts'
import { heard } from './heard.ts'

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
  await locale.speak('en')
})

const usual = readPreferences({ notify: 'mentions', notify_threads: true })

test('what will happen is said in words, and nothing that will not', () => {
  expect(heard(usual)).toEqual(['You’ll be notified when someone mentions you or sends you a direct message.', 'You’ll also be notified about replies in threads you follow.'])
  expect(heard({ ...usual, notify_threads: false, notify_keywords: 'kiln, glaze' })[1]).toBe('Also when someone writes kiln and glaze.')
  expect(heard({ ...usual, notify: 'nothing', notify_keywords: 'kiln' })).toEqual(['You won’t be notified of anything, except where you’ve set a channel differently.'])
  expect(heard({ ...usual, dnd_enabled: true, dnd_start_hour: '22:00', dnd_end_hour: '7:00' }).at(-1)).toBe('During quiet hours, from 22:00 to 7:00, nothing.')
})
