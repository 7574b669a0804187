// Why something was refused on these pages, in words.

import { en } from '../../../i18n/en.ts'
import { explain, t, type Key } from '../../../i18n/index.svelte.ts'

export function reasonOf(code: string): string {
  const key = `steward.error.${code}`
  return key in en ? t(key as Key) : explain(code)
}
