// What somebody does with a link that lets them in: join, or set a new password.

import type { LinkAbout } from '../api/types.ts'
import { call } from '../api/http.ts'
import { signedOut, start } from '../sync/session.ts'

export interface Newcomer {
  name: string
  real_name: string
  email?: string
  password: string
}

/** What a link is for; throws with the server's reason. */
export const aboutLink = (invite: string): Promise<LinkAbout> => call('client.invitation', { invite })

/** Joins; the page is then the new person's. Throws with the server's reason. */
export async function joinWith(invite: string, newcomer: Newcomer): Promise<void> {
  await call('client.acceptInvite', { invite, ...newcomer })
  await enter()
}

/** Sets a new password and signs in. Throws with the server's reason. */
export async function setPasswordWith(invite: string, password: string): Promise<void> {
  await call('client.setPassword', { invite, password })
  await enter()
}

/** Whoever was signed in here before makes room. */
async function enter(): Promise<void> {
  signedOut()
  await start()
}
