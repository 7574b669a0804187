// The life of a signed-in page: start answer, socket, resync, sign-out.

import { ApiError, call, NetworkError, readAll } from '../api/http.ts'
import type { SocketEvent } from '../api/types.ts'
import { tellDrafts } from '../commands/drafts.ts'
import { anyKept } from '../commands/kept.ts'
import { marks } from '../commands/marks.ts'
import { clearRecent, openRecent } from '../commands/recent.ts'
import { outbox } from '../commands/outbox.ts'
import { pageOn } from '../commands/timeline.ts'
import { endangered, heardUnsent, openUnsent, takeUpUnsent } from '../commands/unsent.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { apply } from './apply.ts'
import { backoff } from './backoff.ts'
import { complete, follow } from './follow.ts'
import { Keeper } from './keep.ts'
import { forgetKey } from './seal.ts'
import { Socket, type Line } from './socket.ts'
import { askForUpgrade, watchUpgrades } from './upgrade.ts'

let socket: Socket | undefined
let tries = 0
const keeper = new Keeper(model)

/** How long the server may be silent before the page opens with what was kept on this device. */
const PATIENCE_MS = 4_000

const openLine = (path: string): Line => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`) as Line

/** Asks for the start answer: the page becomes ready, asks to sign in, or says that the server is not there. */
export async function start(): Promise<void> {
  const patience = setTimeout(() => void openKept(), PATIENCE_MS)
  try {
    const answer = await readAll('client.boot')
    tries = 0
    await openHere(answer.self.id)
    change.boot(model, answer)
    complete(answer)
    takeUpUnsent()
    connect(answer.position ?? '')
    keeper.soon()
    void watchUpgrades()
  } catch (error) {
    if (error instanceof ApiError && isSignedOut(error.code)) return signedOut()
    if (error instanceof ApiError && error.code === 'not_set_up') return change.setUp(model)
    if (error instanceof NetworkError) await openKept()
    if (model.phase !== 'ready') model.phase = 'unreachable'
    setTimeout(() => void start(), error instanceof ApiError && error.retry_after_s ? error.retry_after_s * 1000 : backoff(tries++, Math.random()))
  } finally {
    clearTimeout(patience)
  }
}

/** Opens the page with the last state of this device, until the server answers. */
async function openKept(): Promise<void> {
  const waiting = (): boolean => model.phase === 'starting' || model.phase === 'unreachable'
  const kept = waiting() ? await keeper.load() : undefined
  if (kept) await openHere(kept.boot.self.id)
  // The server may have answered in the meantime.
  if (!kept || !waiting()) return
  change.boot(model, kept.boot)
  change.restore(model.timelines, kept.timelines)
  change.restore(model.threads, kept.threads)
  model.connection = 'offline'
  model.asOf_ms = kept.at_ms
  takeUpUnsent()
}

const isSignedOut = (code: string): boolean => ['not_authed', 'invalid_auth', 'token_revoked', 'token_expired', 'account_inactive'].includes(code)

/** Reads what this device keeps for a person. */
const openHere = (user: string): Promise<unknown> => Promise.all([openUnsent(user), openRecent(user)])

/** Removes the state of this device. What waits unsent for its person to come back needs the key that opens it. */
async function forgetHere(): Promise<void> {
  clearRecent()
  await keeper.forget()
  if (!anyKept()) await forgetKey()
}

/** The page of someone who is not, or no longer, signed in. */
export function signedOut(): void {
  socket?.stop()
  socket = undefined
  void forgetHere()
  marks.clear()
  change.forget(model)
}

function connect(position: string): void {
  if (socket) return socket.restartFrom(position)
  socket = new Socket(
    {
      event: (event: SocketEvent) => {
        apply(model, event, Date.now())
        follow(event)
        keeper.soon()
      },
      resync: () => void start(),
      state: (state) => {
        if (model.connection === 'online' && state !== 'online') model.asOf_ms = Date.now()
        model.connection = state
        if (state === 'online') arrived()
        // A refused socket may mean that the session ended: the start answer tells.
        if (state === 'offline') void checkSession()
      },
    },
    openLine,
    position,
  )
  socket.start()
}

/** How many people's presence is asked for: those whose names the sidebar shows, then as many others as fit. */
const WATCHED_MAX = 200

function arrived(): void {
  model.asOf_ms = undefined
  askForUpgrade()
  outbox.drainAll()
  marks.drainAll()
  pageOn()
  tellDrafts()
  watch()
}

function watch(): void {
  const direct = [...model.channels.values()].flatMap((channel) => (channel.is_im && channel.user ? [channel.user] : []))
  const others = [...model.users.values()].filter((user) => !user.deleted && !user.is_bot).map((user) => user.id)
  socket?.watch([...new Set([...[model.selfId, ...direct, ...others].slice(0, WATCHED_MAX), ...also])])
}

let also: readonly string[] = []

/** Asks to hear of these people too, for as long as a list shows them. */
export function watchAlso(ids: readonly string[]): void {
  also = ids
  watch()
}

async function checkSession(): Promise<void> {
  try {
    await call('client.counts', { limit: 1 })
  } catch (error) {
    if (error instanceof ApiError && isSignedOut(error.code)) signedOut()
  }
}

export const sendTyping = (channel: string): void => socket?.typing(channel)

/** Follows the browser's own signs: network back, page shown again. */
export function watchBrowser(): void {
  const hurry = (): void => socket?.hurry()
  addEventListener('online', hurry)
  addEventListener('storage', ({ key }) => heardUnsent(key))
  // The browser asks the person in its own words.
  addEventListener('beforeunload', (event) => endangered() && event.preventDefault())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hurry()
    else void keeper.now()
  })
  setInterval(() => change.expireTyping(model, Date.now()), 1_000)
}
