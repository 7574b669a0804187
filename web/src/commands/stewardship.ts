// What administrators do on their pages: the workspace's name, apps and tokens, webhooks, and the server's health.

import { call, read, readAll } from '../api/http.ts'
import type { Answer, App, Health, Settings, Token, Webhook } from '../api/types.ts'

export const health = (): Promise<Health> => read('admin.health.info')

export const settings = async (): Promise<Settings> => (await read('admin.teams.settings.info')).team

/** Names the workspace; everybody's page hears it over the socket. */
export async function nameWorkspace(name: string, domain: string): Promise<void> {
  await call('admin.teams.settings.setName', { name })
  await call('admin.teams.settings.setDomain', { domain })
}

/** Chooses where whoever comes new starts. */
export const setDefaultChannels = (channel_ids: string[]): Promise<object> => call('admin.teams.settings.setDefaultChannels', { channel_ids })

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)

/** By name. */
export const listApps = async (): Promise<App[]> => (await readAll('admin.apps.list')).apps.sort(byName)
/** The answer is the only place where the tokens are. */
export const createApp = (name: string, scopes: string[]): Promise<Answer<'admin.apps.create'>> =>
  call('admin.apps.create', { name, scopes })
export const replaceToken = async (app_id: string, kind: 'bot' | 'app'): Promise<string> =>
  (await call('admin.apps.replaceToken', { app_id, kind })).token
export const removeApp = (app_id: string): Promise<object> => call('admin.apps.uninstall', { app_id })
export const addBot = (channel: string, user: string): Promise<object> => call('conversations.invite', { channel, users: [user] })

export const listTokens = async (): Promise<Token[]> => (await readAll('admin.tokens.list')).tokens
export const revokeToken = (user_id: string, token_id: string): Promise<object> => call('admin.tokens.revoke', { user_id, token_id })

/** By name. */
export const listWebhooks = async (): Promise<Webhook[]> => (await readAll('admin.webhooks.list')).webhooks.sort(byName)
/** The answer is the only place where the address is. */
export const createWebhook = async (app_id: string, channel_id: string, name: string): Promise<string> =>
  (await call('admin.webhooks.create', { app_id, channel_id, name })).url
export const revokeWebhook = (bot_id: string): Promise<object> => call('admin.webhooks.revoke', { bot_id })
