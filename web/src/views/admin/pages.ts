// The pages of the administration, in the groups of its list. Each is loaded when it is first opened.

import type { Component } from 'svelte'

import type { Key } from '../../i18n/index.svelte.ts'
import type { IconName } from '../shell/Icon.svelte'

export interface AdminPage {
  /** Its place in the address: `#/admin.people`. */
  view: `admin.${string}`
  title: Key
  icon: IconName
  load: () => Promise<{ default: Component }>
}

const HEALTH: AdminPage = { view: 'admin.health', title: 'admin.health', icon: 'pulse', load: () => import('./server/HealthPage.svelte') }

export const GROUPS: AdminPage[][] = [
  [HEALTH],
  [
    { view: 'admin.people', title: 'admin.people', icon: 'people', load: () => import('./people/PeoplePage.svelte') },
    { view: 'admin.invitations', title: 'admin.invitations', icon: 'mail', load: () => import('./invitations/InvitationsPage.svelte') },
    { view: 'admin.channels', title: 'admin.channels', icon: 'hash', load: () => import('./channels/ChannelsPage.svelte') },
    { view: 'admin.workspace', title: 'admin.workspace', icon: 'home', load: () => import('./workspace/WorkspacePage.svelte') },
  ],
  [
    { view: 'admin.apps', title: 'admin.apps', icon: 'block', load: () => import('./apps/AppsPage.svelte') },
    { view: 'admin.webhooks', title: 'admin.webhooks', icon: 'link', load: () => import('./webhooks/WebhooksPage.svelte') },
  ],
]
export const PAGES = GROUPS.flat()

/** The list itself, which on a phone stands alone; beside it a wide page shows the first one. */
export const LIST = 'admin'

/** The page that stands at a place, if it is one of the administration. */
export const pageAt = (view: string | undefined): AdminPage | undefined =>
  view === LIST ? HEALTH : PAGES.find((page) => page.view === view)
