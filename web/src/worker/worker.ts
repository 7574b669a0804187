// The service worker: the page and everything it is built of, kept by the browser, so that it opens without a server and
// an open page finds its own parts after an upgrade. What the server answers about people is never kept here.

export {}

declare const __BUILD__: { version: string; files: string[] }

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asking extends Lasting {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  addEventListener(type: 'install' | 'activate', hear: (event: Lasting) => void): void
  addEventListener(type: 'fetch', hear: (event: Asking) => void): void
  addEventListener(type: 'message', hear: (event: MessageEvent) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}

const worker = self as unknown as Worker
const PREFIX = 'comity-'
const OWN = `${PREFIX}${__BUILD__.version}`
/** This version and the one before: a window that was not loaded anew yet still asks for the parts of the old one. */
const VERSIONS_KEPT = 2

worker.addEventListener('install', (event) => {
  event.waitUntil(fill())
})

async function fill(): Promise<void> {
  const cache = await caches.open(OWN)
  // Named by content, or asked for again: nothing old comes out of the browser's own cache.
  await cache.addAll(['/', ...__BUILD__.files.map((file) => `/${file}`)].map((path) => new Request(path, { cache: 'no-cache' })))
}

worker.addEventListener('activate', (event) => {
  event.waitUntil(tidy().then(() => worker.clients.claim()))
})

/** Lets go of old versions. `keys` gives them in the order they were made in. */
async function tidy(): Promise<void> {
  const all = (await caches.keys()).filter((name) => name.startsWith(PREFIX))
  for (const old of all.slice(0, -VERSIONS_KEPT)) await caches.delete(old)
}

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  // A link to a message is the page too. Every other address is the server's own.
  const page = request.mode === 'navigate' && (pathname === '/' || pathname.startsWith('/archives/'))
  if (page) event.respondWith(kept('/', request))
  else if (__BUILD__.files.includes(pathname.slice(1)) || pathname.startsWith('/assets/')) event.respondWith(kept(pathname, request))
})

async function kept(path: string, request: Request): Promise<Response> {
  const own = await (await caches.open(OWN)).match(path)
  return own ?? (await caches.match(path)) ?? fetch(request)
}

// A new version waits until the person agrees to load the page anew.
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting()
})
