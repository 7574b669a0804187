// What a first visit loads before a channel can be used, as the browser counts it on the wire: compressed, heads included.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, signIn, visitor } from './people.mjs'
import { settled } from './places.mjs'
import { Server } from './server.mjs'

const SCRIPT_BYTES_MAX = 120 * 1000

let server

before(async () => {
  server = await Server.start()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

for (const [locale, others] of [['en-GB', ['de', 'fr']], ['de-DE', ['en', 'fr']], ['fr-FR', ['en', 'de']]]) {
  test(`the first load of a ${locale} browser is small and speaks one language`, async () => {
    const page = await visitor(server, { locale, path: '/manifest.webmanifest' })
    const client = await page.context().newCDPSession(page)
    await client.send('Network.enable')
    const scripts = new Map()
    client.on('Network.responseReceived', ({ requestId, type, response }) => type === 'Script' && scripts.set(requestId, { path: new URL(response.url).pathname, size: 0 }))
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => scripts.has(requestId) && (scripts.get(requestId).size = encodedDataLength))
    await page.goto(server.url)
    await page.locator('input[type=email]').waitFor()
    await signIn(page, server, 'ada')
    await page.locator('#channel article').first().waitFor()
    await settled(page)
    const loaded = [...scripts.values()]
    assert.ok(loaded.every(({ size }) => size > 0), 'a script that the service worker gave would count for nothing')
    const total = loaded.reduce((sum, { size }) => sum + size, 0)
    assert.ok(total > 10_000 && total <= SCRIPT_BYTES_MAX, `${total} bytes of script:\n${loaded.map(({ path, size }) => `${size} ${path}`).join('\n')}`)
    for (const other of others) assert.ok(!loaded.some(({ path }) => path.startsWith(`/assets/${other}-`)), `${other} was loaded`)
    await page.context().close()
  })
}
