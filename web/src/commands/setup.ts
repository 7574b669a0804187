// Setting a fresh server up, from its one-time link to the first sign-in.

import { ApiError, callUnlisted, codeOf } from '../api/http.ts'
import { signIn } from './account.ts'

/** What there is to do, and where the server will put things. */
export interface SetupStart {
  steps: 'everything' | 'people'
  configuration?: string
  data?: string
  key_file?: string
  /** No address follows from where the server listens, so one has to be given. */
  needs_address?: boolean
  /** The workspace's name and the server's address, where they are known already. */
  name?: string
  public_url?: string
  at_least: { password: number; passphrase: number }
}

/** The root key, for the copy to keep. */
export interface RootKey {
  recipient: string
  text: string
}

export interface SetupAnswers {
  root: 'identity' | 'passphrase'
  passphrase: string
  spare: string
  name: string
  public_url: string
  real_name: string
  email: string
  password: string
}

export type SetupStep = 'key' | 'workspace' | 'owner'

/** The secret behind `#/setup/` in an address. */
export const secretIn = (hash: string): string => /^#\/setup\/([a-z2-7]+)$/.exec(hash)?.[1] ?? ''

const ask = <T>(what: string, args: object): Promise<T> => callUnlisted<T>(`client.setup.${what}`, { secret: secretIn(location.hash), ...args })

export const begin = (): Promise<SetupStart> => ask('begin', {})
export const rootKey = (): Promise<RootKey> => ask('key', {})

/** Whether the server takes the answers of a step; else why not. */
export async function check(step: SetupStep, answers: SetupAnswers): Promise<string | undefined> {
  try {
    await ask('check', { step, ...answers })
  } catch (error) {
    return codeOf(error)
  }
  return undefined
}

/** How often the server that takes over is asked whether it is there, and how long between. */
const TRIES = 100
const WAIT_MS = 200

/** Makes everything and signs the owner in. Gives the address to go on at, if it is another than this page's. */
export async function finish(answers: SetupAnswers): Promise<{ code?: string; elsewhere?: string }> {
  let made: { public_url: string }
  try {
    made = await ask('finish', answers)
  } catch (error) {
    return { code: codeOf(error) }
  }
  // The link is used up: it goes out of the address and the history.
  history.replaceState(null, '', '#/')
  if (made.public_url && new URL(made.public_url).origin !== location.origin) return { elsewhere: made.public_url }
  for (let turn = 0; turn < TRIES; turn += 1) {
    const refusal = await signIn(answers.email, answers.password)
    if (!refusal) return {}
    if (refusal.code !== 'network' && refusal.code !== 'not_set_up') return { code: refusal.code }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
  return { code: 'network' }
}

/** Whether an error says that the link is not, or no longer, the one that counts. */
export const isStaleLink = (error: unknown): boolean => error instanceof ApiError && error.code === 'invalid_secret'
