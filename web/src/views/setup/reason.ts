// Why a step was refused, in words.

import type { SetupStart } from '../../commands/setup.ts'
import { explain, t, type Key } from '../../i18n/index.svelte.ts'
import { en } from '../../i18n/en.ts'

/** What to do about an error code of the set-up. */
export function setupReason(code: string, start: SetupStart): string {
  const key = `setup.error.${code}`
  return key in en ? t(key as Key, { password: start.at_least.password, passphrase: start.at_least.passphrase }) : explain(code)
}
