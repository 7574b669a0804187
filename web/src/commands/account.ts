// Signing in and out, and taking up a new version of the page.

import { ApiError, call, codeOf, readAll } from '../api/http.ts'
import type { PushedOut, Session } from '../api/types.ts'
import { signedOut, start } from '../sync/session.ts'
import { upgrade } from '../sync/upgrade.ts'
import { clearUnsent } from './unsent.ts'

export interface Places {
  sessions: Session[]
  pushed_out: PushedOut | null
}

export interface Refusal {
  code: string
  retry_after_s: number
}

/** Signs in; gives nothing when it worked, else why not. */
export async function signIn(email: string, password: string): Promise<Refusal | undefined> {
  try {
    await call('client.login', { email, password })
  } catch (error) {
    return { code: codeOf(error), retry_after_s: error instanceof ApiError ? error.retry_after_s : 0 }
  }
  await start()
  return undefined
}

/** Signs out here, whatever the server says: the person wants to be gone. */
export async function signOut(): Promise<void> {
  clearUnsent()
  await call('client.logout').catch(() => undefined)
  signedOut()
}

/** What another password ended. */
export interface Ended {
  sessions_ended: number
  tokens_ended: number
}

/** Takes another password, or throws with the server's reason. */
export const changePassword = (old_password: string, new_password: string, end_others: boolean): Promise<Ended> =>
  call('client.changePassword', { old_password, new_password, end_others })

/** Where one is signed in, the latest first, and which browser had to leave because there were too many. */
export const listSessions = (): Promise<Places> => readAll('client.sessions.list')

/** Signs another browser or a program out. One that is gone already is gone. */
export async function endSession(session: string): Promise<void> {
  try {
    await call('client.sessions.revoke', { session })
  } catch (error) {
    if (codeOf(error) !== 'session_not_found') throw error
  }
}

/** Loads the page anew, in its newest version. */
export const takeUpgrade = (): void => upgrade()
