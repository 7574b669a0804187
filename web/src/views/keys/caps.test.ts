import { expect, test, vi } from 'vitest'

import { locale } from '../../i18n/index.svelte.ts'

test('keys are called as they are printed where the language is spoken', async () => {
  vi.stubGlobal('navigator', { userAgent: 'X11; Linux' })
  const { caps } = await import('./caps.ts')
  await locale.withLater(async () => undefined)
  const printed: Record<string, string[]> = {}
  for (const language of ['en', 'de', 'fr'] as const) {
    await locale.speak(language)
    printed[language] = caps('shift+Escape')
  }
  await locale.speak('en')
  expect(printed).toEqual({ en: ['Shift', 'Esc'], de: ['Umschalt', 'Esc'], fr: ['Maj', 'Échap'] })
})
