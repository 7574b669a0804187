// What those who look after the workspace do with people, links and channels. What changed comes back as an event.

import { call, read, readAll } from '../api/http.ts'
import type { AdminSession, AdminUser, Answer, Handed, Invitation, Role } from '../api/types.ts'
import { tried } from '../load/tried.ts'

const PAGE = 200

/** Everybody, also the deactivated. */
export async function listPeople(): Promise<AdminUser[] | undefined> {
  return tried(async () => {
    const all: AdminUser[] = []
    let cursor = ''
    do {
      const answer = await read('admin.users.list', { include_deactivated: true, limit: PAGE, ...(cursor && { cursor }) })
      all.push(...answer.users)
      cursor = answer.response_metadata.next_cursor
    } while (cursor)
    return all
  })
}

const SET = { owner: 'setOwner', admin: 'setAdmin', member: 'setRegular', guest: 'setGuest' } as const

const done = (work: () => Promise<unknown>): Promise<boolean> => tried(work).then((answer) => answer !== undefined)

export const setRole = (user_id: string, role: Role): Promise<boolean> => done(() => call(`admin.users.${SET[role]}`, { user_id }))
export const deactivate = (user_id: string): Promise<boolean> => done(() => call('admin.users.remove', { user_id }))
/** Gives a guest an end, in seconds; 0 takes it back. */
export const setExpiration = (user_id: string, expiration_ts: number): Promise<boolean> => done(() => call('admin.users.setExpiration', { user_id, expiration_ts }))
export const reactivate = (user_id: string): Promise<boolean> => done(() => call('admin.users.reactivate', { user_id }))

/** Makes somebody else the first owner; throws with the server's reason for the form to show. */
export const handOn = (user_id: string, password: string): Promise<object> => call('client.transferOwnership', { user_id, password })

export const listSessions = (user_id: string): Promise<AdminSession[] | undefined> =>
  tried(async () => (await readAll('admin.users.session.list', { user_id })).active_sessions)

export const endSession = (user_id: string, session_id: string): Promise<boolean> => done(() => call('admin.users.session.invalidate', { user_id, session_id }))
export const endSessions = (user_id: string): Promise<boolean> => done(() => call('admin.users.session.reset', { user_id }))

/** Makes a link with which the person sets a new password. */
export const offerPassword = (user_id: string): Promise<Handed | undefined> => tried(() => call('admin.users.offerPassword', { user_id }))

export interface Invite {
  role: Role
  email?: string
  channel_ids?: string[]
  /** When a guest's time is over, in seconds. */
  guest_expiration_ts?: number
  /** Seconds the link is good. */
  expires_in: number
  max_uses: number
}

/** Makes a link to join; throws with the server's reason for the form to show. */
export const invite = (invite: Invite): Promise<Handed> => call('admin.users.invite', invite)

export const listInvitations = (): Promise<Invitation[] | undefined> =>
  tried(async () => (await readAll('admin.invitations.list')).invitations)

export const revokeInvitation = (invitation_id: string): Promise<boolean> => done(() => call('admin.invitations.revoke', { invitation_id }))

export interface ChannelSearch {
  query: string
  sort: 'name' | 'member_count' | 'created'
  archived: boolean
}

export type FoundChannels = Answer<'admin.conversations.search'>

/** A page of the workspace's channels. */
export const searchChannels = ({ query, sort, archived }: ChannelSearch, cursor = ''): Promise<FoundChannels | undefined> =>
  tried(() =>
    read('admin.conversations.search', {
      query,
      sort,
      sort_dir: sort === 'name' ? 'asc' : 'desc',
      search_channel_types: [archived ? 'archived' : 'exclude_archived'],
      limit: PAGE,
      ...(cursor && { cursor }),
    }),
  )

export const archiveChannel = (channel_id: string): Promise<boolean> => done(() => call('admin.conversations.archive', { channel_id }))
export const unarchiveChannel = (channel_id: string): Promise<boolean> => done(() => call('admin.conversations.unarchive', { channel_id }))

/** Renames a channel; throws with the server's reason for the form to show. */
export const renameChannel = (channel_id: string, name: string): Promise<object> => call('admin.conversations.rename', { channel_id, name })

/** Who is in a channel that the person may see; the first few hundred. */
export const listMembers = (channel: string): Promise<string[] | undefined> =>
  tried(async () => (await read('conversations.members', { channel, limit: PAGE })).members)
