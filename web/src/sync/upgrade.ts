// The service worker as the page sees it: registered once the page works, and asked for a newer version now and then.

import { model } from '../model/state.svelte.ts'

const ADDRESS = '/sw.js'
/** A window that is open all day asks this often. */
const ASK_MS = 60 * 60 * 1000

let registration: ServiceWorkerRegistration | undefined

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string }
}

/** The one address a script may be started from by name: the policy lets nobody make another. */
function address(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  if (!policies) return ADDRESS
  return policies.createPolicy('comity-worker', { createScriptURL: () => ADDRESS }).createScriptURL(ADDRESS)
}

/** Registers the service worker. Without one, as over plain HTTP, the page only does not open without its server. */
export async function watchUpgrades(): Promise<void> {
  // A part of the page that is gone from the server: it was upgraded, and nothing kept the old version.
  addEventListener('vite:preloadError', () => (model.upgrade = true))
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    registration = await navigator.serviceWorker.register(address(), { updateViaCache: 'none' })
  } catch {
    return
  }
  look()
  registration?.addEventListener('updatefound', () => registration?.installing?.addEventListener('statechange', look))
  setInterval(askForUpgrade, ASK_MS)
}

/** One that waits beside one that works is a newer version. */
function look(): void {
  if (registration?.waiting && navigator.serviceWorker.controller) model.upgrade = true
}

/** Asks the server for a newer version: after it was away it may have come back as one. */
export function askForUpgrade(): void {
  registration?.update().catch(() => undefined)
}

/** Loads the page anew in its newest version. */
export function upgrade(): void {
  const waiting = registration?.waiting
  if (!waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.postMessage('take over')
}
