// Why a step was refused, in words.

import type { SetupStart } from '../../commands/setup.ts'
import { explain, isKey, t } from '../../i18n/index.svelte.ts'

/** What to do about an error code of the set-up. */
export function setupReason(code: string, start: SetupStart): string {
  const key = `setup.error.${code}`
  return isKey(key) ? t(key, { password: start.at_least.password, passphrase: start.at_least.passphrase }) : explain(code)
}
