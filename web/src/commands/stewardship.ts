// What administrators do on their pages: the workspace's name, apps and tokens, webhooks, and the server's health.

import { call, read } from '../api/http.ts'

export interface Token {
  id: string
  kind: 'bot' | 'app' | 'person'
  label: string
  date_created: number
  /** Whose it is, for personal tokens. */
  user_id?: string
}

export interface App {
  id: string
  name: string
  bot_user_id: string
  scopes: string[]
  creator: string
  date_created: number
  tokens: Token[]
}

export interface Webhook {
  bot_id: string
  app_id: string
  channel_id: string
  name: string
  creator: string
  date_created: number
}

export interface Job {
  name: string
  state: 'busy' | 'waiting' | 'failing' | 'elsewhere' | 'stopped'
  done: number
  failures: number
  last_error: { at: number; detail: string } | null
}

export interface Health {
  version: string
  now: number
  started: number
  public_url: string
  tls: boolean
  store: { engine: string; bytes: number | null; free_bytes: number | null; writing: boolean }
  keys: { root: 'identity' | 'passphrase'; slots: number | null; open: boolean; lease_secs: number }
  connected: { people: number; sockets: number }
  reports: number
  jobs: Job[]
  warnings: string[]
}

export const health = (): Promise<Health> => read<Health>('admin.health.info')

export interface Settings {
  name: string
  domain: string
  default_channels: string[]
}

export const settings = async (): Promise<Settings> => (await read<{ team: Settings }>('admin.teams.settings.info')).team

/** Names the workspace; everybody's page hears it over the socket. */
export async function nameWorkspace(name: string, domain: string): Promise<void> {
  await call('admin.teams.settings.setName', { name })
  await call('admin.teams.settings.setDomain', { domain })
}

/** Chooses where whoever comes new starts. */
export const setDefaultChannels = (channel_ids: string[]): Promise<object> => call('admin.teams.settings.setDefaultChannels', { channel_ids })

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)

/** By name. */
export const listApps = async (): Promise<App[]> => (await read<{ apps: App[] }>('admin.apps.list')).apps.sort(byName)
/** The answer is the only place where the tokens are. */
export const createApp = (name: string, scopes: string[]): Promise<{ app: App; bot_token: string; app_token: string }> =>
  call('admin.apps.create', { name, scopes })
export const replaceToken = async (app_id: string, kind: 'bot' | 'app'): Promise<string> =>
  (await call<{ token: string }>('admin.apps.replaceToken', { app_id, kind })).token
export const removeApp = (app_id: string): Promise<object> => call('admin.apps.uninstall', { app_id })
export const addBot = (channel: string, users: string): Promise<object> => call('conversations.invite', { channel, users })

export const listTokens = async (): Promise<Token[]> => (await read<{ tokens: Token[] }>('admin.tokens.list')).tokens
export const revokeToken = (user_id: string, token_id: string): Promise<object> => call('admin.tokens.revoke', { user_id, token_id })

/** By name. */
export const listWebhooks = async (): Promise<Webhook[]> => (await read<{ webhooks: Webhook[] }>('admin.webhooks.list')).webhooks.sort(byName)
/** The answer is the only place where the address is. */
export const createWebhook = async (app_id: string, channel_id: string, name: string): Promise<string> =>
  (await call<{ url: string }>('admin.webhooks.create', { app_id, channel_id, name })).url
export const revokeWebhook = (bot_id: string): Promise<object> => call('admin.webhooks.revoke', { bot_id })
