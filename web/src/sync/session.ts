// The life of a signed-in page: start answer, socket, resync, sign-out.

import { ApiError, call, NetworkError, readAll } from '../api/http.ts'
import type { SocketEvent } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { apply } from './apply.ts'
import { backoff } from './backoff.ts'
import { complete, follow } from './follow.ts'
import { Keeper } from './keep.ts'
import { line, setLine, watch } from './line.ts'
import { forgetKey } from './seal.ts'
import { Socket, type Line } from './socket.ts'
import { askForUpgrade, watchUpgrades } from './upgrade.ts'

/** What the life of the page means to those who keep something of their own. */
export interface Hooks {
  /** Reads what this device keeps for a person; the page is not shown before. */
  open: (user: string) => Promise<unknown>
  /** The page is there. */
  ready: () => void
  /** The start answer is taken up. */
  complete: () => void
  /** An event was applied. */
  heard: (event: SocketEvent) => void
  /** There is a line again. */
  online: () => void
  /** The person is signed out; says whether anything of theirs stays on this device. */
  forget: () => boolean
  /** Another window changed what this browser keeps. */
  stored: (place: string | null) => void
  /** Whether something would be gone with the page. */
  endangered: () => boolean
}

let hooks: Hooks | undefined
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
    await hooks?.open(answer.self.id)
    change.boot(model, answer)
    complete(answer)
    hooks?.complete()
    hooks?.ready()
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
  if (kept) await hooks?.open(kept.boot.self.id)
  // The server may have answered in the meantime.
  if (!kept || !waiting()) return
  change.boot(model, kept.boot)
  change.restore(model.timelines, kept.timelines)
  change.restore(model.threads, kept.threads)
  model.connection = 'offline'
  model.asOf_ms = kept.at_ms
  hooks?.ready()
}

const isSignedOut = (code: string): boolean => ['not_authed', 'invalid_auth', 'token_revoked', 'token_expired', 'account_inactive'].includes(code)

/** Removes the state of this device. What waits unsent for its person to come back needs the key that opens it. */
async function forgetHere(): Promise<void> {
  const stays = hooks?.forget() ?? false
  await keeper.forget()
  if (!stays) await forgetKey()
}

/** The page of someone who is not, or no longer, signed in. */
export function signedOut(): void {
  line()?.stop()
  setLine(undefined)
  void forgetHere()
  change.forget(model)
}

function connect(position: string): void {
  const open = line()
  if (open) return open.restartFrom(position)
  const socket = new Socket(
    {
      event: (event: SocketEvent) => {
        apply(model, event, Date.now())
        follow(event)
        hooks?.heard(event)
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
  setLine(socket)
  socket.start()
}

function arrived(): void {
  model.asOf_ms = undefined
  askForUpgrade()
  hooks?.online()
  watch()
}

async function checkSession(): Promise<void> {
  try {
    await call('client.counts', { limit: 1 })
  } catch (error) {
    if (error instanceof ApiError && isSignedOut(error.code)) signedOut()
  }
}

/** Begins the life of the page: follows the browser's own signs, network back and page shown again, and asks for the start. */
export function begin(given: Hooks): void {
  hooks = given
  const hurry = (): void => line()?.hurry()
  addEventListener('online', hurry)
  addEventListener('storage', ({ key }) => given.stored(key))
  // The browser asks the person in its own words.
  addEventListener('beforeunload', (event) => given.endangered() && event.preventDefault())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hurry()
    else void keeper.now()
  })
  setInterval(() => change.expireTyping(model, Date.now()), 1_000)
  void start()
}
