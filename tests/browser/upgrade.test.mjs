// The server comes back with a newer client while pages of the old one are open.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, composer, message, person, write } from './people.mjs'
import { Proxy } from './proxy.mjs'
import { Server } from './server.mjs'

let server, proxy, old
/** The server as people reach it: through the proxy. */
let site

before(async () => {
  proxy = await Proxy.start()
  const host = `127.0.0.1:${await Proxy.freePort()}`
  server = await Server.start({ LIMITS__RATE_LIMITS: 'false', PUBLIC_URL: proxy.url }, host)
  proxy.target = `http://${host}`
  site = { about: server.about, url: proxy.url }
  const worker = await (await fetch(`${proxy.url}/sw.js`)).text()
  old = /assets\/JumpDialog-[\w-]+\.js/.exec(worker)[0]
})
after(async () => {
  await closeBrowser()
  proxy.stop()
  await server.stop()
})

/** From now on the jump dialog's part has another name, and its old one is gone. */
function upgrade() {
  const fresh = old.replace(/-[\w-]+\.js$/, '-NEWER123.js')
  const original = async (path) => (await fetch(proxy.target + path)).text()
  proxy.change = async (path) => {
    if (path === '/sw.js') return { status: 200, type: 'text/javascript', body: (await original(path)).replaceAll(old, fresh).replace(/("?version"?:\s*["`])/, '$1newer-') }
    if (path === `/${fresh}`) return { status: 200, type: 'text/javascript', body: await original(`/${old}`) }
    if (path === `/${old}`) return { status: 404, type: 'text/plain', body: '' }
    return undefined
  }
}

test('an open page goes on with its own parts, and offers the new version', async () => {
  const page = await person(site, 'ada', 'engineering', { serviceWorkers: 'allow' })
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  upgrade()
  proxy.cut()
  await page.getByText('A new version is ready.').waitFor({ timeout: 60_000 })
  await write(page, 'Still the old page')
  await message(page, 'Still the old page').waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  const versions = () => page.evaluate(() => caches.keys())
  const [before] = await versions()
  await page.evaluate(() => (globalThis.__old = true))
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.waitForFunction(() => !globalThis.__old)
  await composer(page).waitFor()
  await message(page, 'Still the old page').waitFor()
  assert.equal(await page.getByText('A new version is ready.').count(), 0)
  const now = await versions()
  assert.ok(now.includes(before), 'another window may still need the version before')
  assert.ok(now.some((name) => name.includes('newer')), now.join())
  await page.context().close()
})

test('without a service worker a part that is gone offers the new version too', async () => {
  proxy.change = async () => undefined
  const page = await person(site, 'linus', 'engineering')
  upgrade()
  await page.keyboard.press('Control+k')
  await page.getByText('A new version is ready.').waitFor()
  proxy.change = async () => undefined
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.getByText('A new version is ready.').waitFor({ state: 'detached' })
  await composer(page).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
})
