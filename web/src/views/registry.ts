// What can stand in the middle, at the right and above the page. Each is loaded when it is first asked for.

import type { Component } from 'svelte'

import { LIST, PAGES } from './admin/pages.ts'
import type { Place } from './nav.svelte.ts'
import type { DialogRequest } from './ui.svelte.ts'

type Lazy<Props extends Record<string, unknown> = Record<string, never>> = () => Promise<{ default: Component<Props> }>

/** All pages of the administration stand in one frame, which stays when one goes from page to page. */
const admin: Lazy = () => import('./admin/AdminPage.svelte')

/** Views of their own in place of a channel, by the name they have in the address: `#/threads`. */
export const VIEWS: Record<string, Lazy> = {
  ...Object.fromEntries([LIST, ...PAGES.map(({ view }) => view)].map((view) => [view, admin])),
  unreads: () => import('./lists/UnreadsView.svelte'),
  threads: () => import('./lists/ThreadsView.svelte'),
  mentions: () => import('./lists/MentionsView.svelte'),
  drafts: () => import('./lists/DraftsView.svelte'),
  saved: () => import('./lists/SavedView.svelte'),
  groups: () => import('./groups/GroupsView.svelte'),
  emoji: () => import('./custom/EmojiView.svelte'),
  direct: () => import('./lists/DirectView.svelte'),
  you: () => import('./lists/YouView.svelte'),
  people: () => import('./people/PeopleView.svelte'),
}

/** What stands at the left in place of the sidebar while the administration is open. */
export const adminList: Lazy = () => import('./admin/AdminList.svelte')

/** What stands at the right, beside threads. */
export const SIDES: Partial<Record<'person' | 'details', Lazy<{ place: Place }>>> = {
  details: () => import('./details/DetailsPane.svelte'),
  person: () => import('./person/PersonPane.svelte'),
}

const dialogs = <Name extends string>(all: Record<Name, Lazy<{ request: DialogRequest; onclose: () => void }>>): typeof all => all

/** Dialogs by name; `ui.dialog` opens one and says what it is about. */
export const DIALOGS = dialogs({
  jump: () => import('./jump/JumpDialog.svelte'),
  write: () => import('./jump/WriteTo.svelte'),
  create: () => import('./dialogs/CreateChannel.svelte'),
  browse: () => import('./dialogs/BrowseChannels.svelte'),
  invitePeople: () => import('./admin/invitations/InviteDialog.svelte'),
  leave: () => import('./channel/LeaveChannel.svelte'),
  delete: () => import('./message/DeleteMessage.svelte'),
  share: () => import('./message/ShareMessage.svelte'),
  section: () => import('./sidebar/NameSection.svelte'),
  scheduled: () => import('./lists/EditScheduled.svelte'),
  remind: () => import('./message/RemindMe.svelte'),
  settled: () => import('./setup/SettledDialog.svelte'),
  group: () => import('./groups/GroupCard.svelte'),
  groupEdit: () => import('./groups/EditGroup.svelte'),
  emoji: () => import('./custom/AddEmoji.svelte'),
  invite: () => import('./dialogs/Invite.svelte'),
  bookmark: () => import('./dialogs/EditBookmark.svelte'),
  status: () => import('./person/StatusDialog.svelte'),
  profile: () => import('./person/ProfileDialog.svelte'),
  picture: () => import('./person/PictureDialog.svelte'),
  preferences: () => import('./preferences/PreferencesDialog.svelte'),
  keys: () => import('./keys/KeysDialog.svelte'),
  pause: () => import('./person/PauseDialog.svelte'),
})

export type DialogName = keyof typeof DIALOGS
