// Signing in and out.

import { ApiError, call, codeOf } from '../api/http.ts'
import { signedOut, start } from '../sync/session.ts'
import { clearDrafts } from './drafts.ts'
import { clearEdits } from './edits.ts'
import { outbox } from './outbox.ts'

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
  outbox.clear()
  clearDrafts()
  clearEdits()
  await call('client.logout').catch(() => undefined)
  signedOut()
}
