// The client as an app: it can be installed, opens without its server, and takes up new versions when its person agrees.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { closeBrowser, composer, message, open, person, visitor, write } from './people.mjs'
import { everyPlace, furnish } from './places.mjs'
import { Server } from './server.mjs'

const WITH_WORKER = { serviceWorkers: 'allow' }
let server, page

before(async () => {
  server = await Server.start()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** Waits until the service worker looks after the page and has put everything away. */
const served = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')

/** What this device keeps, as it lies there. */
const kept = (page) =>
  page.evaluate(async () => {
    const ask = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = reject)))
    const opening = indexedDB.open('comity', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept')
    const database = await ask(opening)
    const all = database.transaction('kept').objectStore('kept')
    const [keys, state, key] = [await ask(all.getAllKeys()), await ask(all.get('state')), await ask(all.get('key'))]
    database.close()
    return { keys, bytes: state ? [...new Uint8Array(state.sealed)] : [], extractable: key?.extractable }
  })

/** Makes the page believe that it was put away, which is when the state is kept. */
const putAway = async (page) => {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    delete document.visibilityState
  })
  for (;;) if ((await kept(page)).bytes.length > 0) return
}

test('it can be installed', async () => {
  page = await visitor(server, WITH_WORKER)
  const manifest = await (await fetch(`${server.url}/manifest.webmanifest`)).json()
  for (const { src, sizes, type } of manifest.icons) {
    const response = await fetch(server.url + src)
    assert.equal(response.headers.get('content-type'), type)
    if (type === 'image/png') assert.equal(`${new DataView(await response.arrayBuffer()).getUint32(16)}`, sizes.split('x')[0])
  }
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'))
  const client = await page.context().newCDPSession(page)
  const { errors } = await client.send('Page.getAppManifest')
  assert.deepEqual(errors, [])
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors')
  // A private window of the tests is no place to install to; nothing else may be in the way.
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), [])
})

test('the service worker keeps the page and all its parts, and nothing that people wrote', async () => {
  page = await person(server, 'ada', 'engineering', WITH_WORKER)
  await served(page)
  await write(page, 'Said before the line broke')
  await message(page, 'Said before the line broke').waitFor()
  const paths = await page.evaluate(async () => {
    const all = []
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname)
    return all
  })
  const built = readdirSync(new URL('../../web/dist/assets', import.meta.url)).filter((name) => !name.endsWith('.br'))
  for (const name of built) assert.ok(paths.includes(`/assets/${name}`), name)
  assert.deepEqual(paths.filter((path) => !/^\/($|assets\/|icon|manifest)/.test(path)), [])
})

test('what is kept of the messages is sealed', async () => {
  await putAway(page)
  const { keys, bytes, extractable } = await kept(page)
  assert.deepEqual(keys, ['key', 'state'])
  assert.equal(extractable, false)
  assert.ok(bytes.length > 1_000)
  assert.ok(!Buffer.from(bytes).toString('latin1').includes('Said before'))
})

for (const [how, away, back] of [
  ['without a network', () => page.context().setOffline(true), () => page.context().setOffline(false)],
  ['without its server', () => server.down(), () => server.again()],
]) {
  test(`it opens ${how}, says so and from when its state is, and goes on by itself`, async () => {
    await putAway(page)
    await away()
    await page.reload()
    await message(page, 'Said before the line broke').waitFor()
    await page.getByText(/Offline\. This is the state of \d/).waitFor()
    await write(page, `Written ${how}`)
    await page.getByText('Waiting for a connection').first().waitFor()
    await page.evaluate(() => (globalThis.__same = true))
    await back()
    await message(page, `Written ${how}`).waitFor({ timeout: 60_000 })
    await page.getByText(/Offline\./).waitFor({ state: 'detached' })
    await server.call('linus', 'chat.postMessage', { channel: server.about.channels.engineering, text: `Heard ${how}` })
    await message(page, `Heard ${how}`).waitFor()
    assert.equal(await page.evaluate(() => globalThis.__same), true, 'the page was loaded anew')
  })
}

test('every view, pane and dialog opens without the server', async () => {
  await furnish(server)
  await message(page, 'Written to be looked at').waitFor()
  await putAway(page)
  await server.down()
  await page.reload()
  await composer(page).waitFor()
  for (const place of everyPlace(server).filter(({ offline }) => offline)) {
    await place.open(page).catch((cause) => assert.fail(`${place.name} does not open: ${cause}`))
    await place.close?.(page)
  }
  assert.deepEqual(page.complaints, [])
  await server.again()
})

test('signing out leaves nothing behind', async () => {
  const own = await person(server, 'grace', 'engineering', WITH_WORKER)
  await putAway(own)
  await own.getByRole('button', { name: /^Menu of/ }).click()
  await own.getByRole('button', { name: 'Sign out' }).click()
  await own.getByLabel('Password').waitFor()
  for (;;) if ((await kept(own)).keys.length === 0) break
  await own.context().close()
})

test('nor does a session that the server ended while the device was away', async () => {
  const own = await person(server, 'grace', 'engineering', WITH_WORKER)
  await served(own)
  await putAway(own)
  await own.context().setOffline(true)
  await own.reload()
  await own.getByText(/Offline\./).waitFor()
  // Another place ends the session, by its own secret.
  const secret = (await own.context().cookies()).find(({ name }) => name === 'd').value
  await fetch(`${server.url}/api/client.logout`, { method: 'POST', headers: { cookie: `d=${secret}`, 'x-comity-client': '1', 'content-type': 'application/json; charset=utf-8' }, body: '{}' })
  await own.context().setOffline(false)
  await own.getByLabel('Password').waitFor({ timeout: 60_000 })
  for (;;) if ((await kept(own)).keys.length === 0) break
  await own.context().close()
})
