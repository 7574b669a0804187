// What a person does about themselves and others: profile, picture, status, presence, quiet, the clock.

import { call, read, upload } from '../api/http.ts'
import type { Profile } from '../api/types.ts'
import { loadOwnQuiet } from '../load/quiet.ts'
import { tried } from '../load/tried.ts'
import * as change from '../model/change.ts'
import { zoneOffset_s } from '../i18n/zone.ts'
import { model } from '../model/state.svelte.ts'

/** Says whether it worked; when not, a line at the top says why. */
const done = async (work: () => Promise<unknown>): Promise<boolean> =>
  Boolean(
    await tried(async () => {
      await work()
      return true
    }),
  )

function take(profile: Profile): void {
  if (model.self) change.putUser(model, { ...model.self, ...(profile.real_name && { real_name: profile.real_name }), profile })
}

/** Changes what one says of oneself; throws with the server's reason for the form to show. */
export async function setProfile(profile: Profile): Promise<void> {
  take((await call('users.profile.set', { profile })).profile)
}

/** Sets the status; an empty one clears it. `until_s` of 0 is for ever. */
export const setStatus = (emoji: string, text: string, until_s: number): Promise<boolean> =>
  done(() => setProfile({ status_emoji: emoji ? `:${emoji}:` : '', status_text: text, status_expiration: until_s }))

export const clearStatus = (): Promise<boolean> => setStatus('', '', 0)

export const setPhoto = (image: Blob): Promise<boolean> =>
  done(async () => {
    const form = new FormData()
    form.set('image', image, 'picture')
    take((await upload('users.setPhoto', form)).profile)
  })

export const removePhoto = (): Promise<boolean> =>
  done(async () => {
    await call('users.deletePhoto')
    const { image_72: _, ...profile } = model.self?.profile ?? {}
    take(profile)
  })

/** Shows oneself as away, or as active again. */
export async function setAway(away: boolean): Promise<void> {
  change.setAway(model, away)
  if (!(await done(() => call('users.setPresence', { presence: away ? 'away' : 'auto' })))) change.setAway(model, !away)
}

/** No notifications until then. */
export const pause = (until: Date): Promise<boolean> =>
  done(async () => {
    const num_minutes = Math.max(1, Math.round((until.getTime() - Date.now()) / 60_000))
    await call('dnd.setSnooze', { num_minutes })
    await loadOwnQuiet()
  })

/** Notifications again: ends a pause, and the quiet hours that run. */
export const resume = (): Promise<boolean> =>
  done(async () => {
    await call('dnd.endDnd')
    await loadOwnQuiet()
  })

/** The channels a person is in, as far as one sees them. */
export async function channelsOf(user: string): Promise<string[]> {
  const answer = await read('users.conversations', {
    user,
    types: ['public_channel', 'private_channel'],
    exclude_archived: true,
    limit: 200,
  }).catch(() => undefined)
  return answer?.channels.map((channel) => channel.id) ?? []
}

/** Tells the server how far the clock is from UTC: of the browser's zone, or of the one that was chosen. */
export async function tellZone(chosen?: string): Promise<void> {
  const { self, preferences } = model
  const zone = chosen ?? (preferences.tz_auto ? Intl.DateTimeFormat().resolvedOptions().timeZone : self?.tz)
  const tz_offset = zone ? zoneOffset_s(zone, new Date()) : undefined
  if (!zone || tz_offset === undefined || (self?.tz === zone && self.tz_offset === tz_offset)) return
  const answer = await call('client.setTimezone', { tz: zone, tz_offset }).catch(() => undefined)
  if (answer) change.putUser(model, answer.user)
}
