// Why something was refused on these pages, in words.

import { explain, isKey, t } from '../../../i18n/index.svelte.ts'

export function reasonOf(code: string): string {
  const key = `steward.error.${code}`
  return isKey(key) ? t(key) : explain(code)
}
