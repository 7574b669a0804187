// The client as an app: it can be installed, opens without its server, and takes up new versions when its person agrees.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { account, clear, closeBrowser, composer, message, open, person, signIn, textOf, visitor, write, written } from './people.mjs'
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
    const unsent = Object.keys(localStorage).filter((place) => /^comity\.(outbox|draft|edit)\./.test(place))
    return { keys, bytes: [...(state ?? [])], extractable: key?.extractable, unsent, texts: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) }
  })

const latin = (bytes) => Buffer.from(bytes).toString('latin1')

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
  assert.ok(!latin(bytes).includes('Said before'))
})

test('what was not sent is sealed too, and survives a reload in the moment it is typed', async () => {
  await page.context().setOffline(true)
  await write(page, 'Quincunx to be sent')
  await page.getByText('Waiting for a connection').waitFor()
  await composer(page).press('ArrowUp')
  await page.getByRole('textbox', { name: 'Edit message' }).fill('Quincunx half edited')
  await composer(page).fill('Quincunx dra')
  await composer(page).evaluate((field) => {
    field.focus()
    document.execCommand('insertText', false, 'fted')
    location.reload()
  })
  await page.getByText(/You are offline\. You’re seeing messages up to \d/).waitFor()
  await page.getByText('Quincunx to be sent').waitFor()
  assert.equal(await written(page), 'Quincunx drafted')
  assert.equal(await textOf(page.getByRole('textbox', { name: 'Edit message' })), 'Quincunx half edited')
  const { bytes, unsent, texts } = await kept(page)
  assert.deepEqual(unsent.map((place) => place.split('.')[1]).sort(), ['draft', 'edit', 'outbox'])
  assert.ok(!latin(bytes).includes('Quincunx') && !texts.includes('Quincunx'))
  await page.context().setOffline(false)
  await message(page, 'Quincunx to be sent').waitFor({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Edit message' }).press('Escape')
  await clear(composer(page))
})

for (const [how, said, away, back] of [
  ['without a network', 'You are offline', () => page.context().setOffline(true), () => page.context().setOffline(false)],
  ['without its server', 'The server isn’t answering', () => server.down(), () => server.again()],
]) {
  test(`it opens ${how}, says so and from when its state is, and goes on by itself`, async () => {
    await putAway(page)
    await away()
    await page.reload()
    await message(page, 'Said before the line broke').waitFor()
    await page.getByText(new RegExp(`${said}\\. You’re seeing messages up to \\d`)).waitFor()
    await write(page, `Written ${how}`)
    await page.getByText('Waiting for a connection').first().waitFor()
    await page.evaluate(() => (globalThis.__same = true))
    await back()
    await message(page, `Written ${how}`).waitFor({ timeout: 60_000 })
    await page.getByText(said).waitFor({ state: 'detached' })
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
  await composer(own).fill('Half a word')
  for (;;) if ((await kept(own)).unsent.length === 1) break
  await account(own)
  await own.getByRole('button', { name: 'Sign out' }).click()
  await own.getByLabel('Password').waitFor()
  for (;;) if ((await kept(own)).keys.length === 0) break
  assert.deepEqual((await kept(own)).unsent, [])
  await own.context().close()
})

/** Grace's device, away while another place ends its session, by the session's own secret; `before` happens while it is away. */
async function ended(before = async () => {}) {
  const own = await person(server, 'grace', 'engineering', WITH_WORKER)
  await served(own)
  await putAway(own)
  await own.context().setOffline(true)
  await own.reload()
  await own.getByText(/You are offline/).waitFor()
  await before(own)
  const secret = (await own.context().cookies()).find(({ name }) => name === 'd').value
  await fetch(`${server.url}/api/client.logout`, { method: 'POST', headers: { cookie: `d=${secret}`, 'x-comity-client': '1', 'content-type': 'application/json; charset=utf-8' }, body: '{}' })
  await own.context().setOffline(false)
  await own.getByLabel('Password').waitFor({ timeout: 60_000 })
  return own
}

test('nor does a session that the server ended while the device was away', async () => {
  const own = await ended()
  for (;;) if ((await kept(own)).keys.length === 0) break
  await own.context().close()
})

test('but what its person had not sent waits for them, sealed', async () => {
  const own = await ended((page) => write(page, 'Written while away'))
  for (;;) if ((await kept(own)).keys.join() === 'key') break
  assert.ok(!(await kept(own)).texts.includes('Written while away'))
  await own.reload()
  await signIn(own, server, 'grace')
  await open(own, 'engineering')
  await message(own, 'Written while away').waitFor()
  await own.context().close()
})
