// Runs the command a text begins with, and says what became of it.

import type { Ts } from '../../api/types.ts'
import { runSlash, slashIn, slashNamed, type Slash } from '../../commands/slash.ts'
import { explain, t } from '../../i18n/index.svelte.ts'
import { outgoing } from '../../text/outgoing.ts'
import { nav } from '../nav.svelte.ts'
import { namesOf } from './names.ts'

export interface Said {
  text: string
  bad?: boolean
}

/** How a command is used, in a line. */
export const usage = (slash: Slash): string => `/${slash.name}${slash.takes ? ` ${t(slash.takes)}` : ''}`

/** The command that a text uses, while what it takes is being typed. */
export const usedSlash = (text: string): Slash | undefined => {
  const found = slashIn(text)
  return found && /\s/.test(text) ? slashNamed(found.name) : undefined
}

/** Nothing when the text is no command; `ask` when it should be asked about first. */
export function obey(text: string, where: { channel: string; thread_ts?: Ts }, sure: boolean): Promise<Said | undefined> | 'ask' | undefined {
  const found = slashIn(text)
  if (!found) return undefined
  const slash = slashNamed(found.name)
  if (!slash) return Promise.resolve({ text: t('slash.unknown', { name: found.name }), bad: true })
  if (slash.confirm && !sure) return 'ask'
  return runSlash(slash, { ...where, rest: found.rest, sent: outgoing(found.rest, namesOf()) }).then((outcome) => {
    if (outcome.code) return { text: `${explain(outcome.code)} ${t('slash.usage', { usage: usage(slash) })}`, bad: true }
    if (outcome.go) nav.go({ channel: outcome.go })
    return outcome.said && { text: t(outcome.said) }
  })
}
