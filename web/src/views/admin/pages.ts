// The pages of the administration, in the order of their tabs. Each is loaded when it is first opened.

import type { Component } from 'svelte'

import type { Key } from '../../i18n/index.svelte.ts'

export interface AdminPage {
  /** Its place in the address: `#/admin.people`. */
  view: `admin.${string}`
  title: Key
  load: () => Promise<{ default: Component }>
}

export const PAGES: AdminPage[] = [
  { view: 'admin.people', title: 'admin.people', load: () => import('./people/PeoplePage.svelte') },
  { view: 'admin.invitations', title: 'admin.invitations', load: () => import('./invitations/InvitationsPage.svelte') },
  { view: 'admin.channels', title: 'admin.channels', load: () => import('./channels/ChannelsPage.svelte') },
  { view: 'admin.workspace', title: 'admin.workspace', load: () => import('./workspace/WorkspacePage.svelte') },
  { view: 'admin.apps', title: 'admin.apps', load: () => import('./apps/AppsPage.svelte') },
  { view: 'admin.webhooks', title: 'admin.webhooks', load: () => import('./webhooks/WebhooksPage.svelte') },
  { view: 'admin.health', title: 'admin.health', load: () => import('./server/HealthPage.svelte') },
]
