// What lies in a browser's own files while Ada works and after she closed it: no word, name or picture of the workspace.

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { closeBrowser, composer, message, open, signIn, stay, write } from './people.mjs'
import { settled } from './places.mjs'
import { Server } from './server.mjs'

const PLANTED = {
  message: 'Orinoco flows past the turbine hall',
  topic: 'Limpopo before noon',
  draft: 'Brahmaputra is not sent yet',
  waiting: 'Irrawaddy waits for the line',
  status: 'Yenisei until Friday',
}
/** Ends in bytes that no other file has. */
const PICTURE = Buffer.concat([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), Buffer.from('picture of somebody at the Okavango')])

let server, directory, context, page

before(async () => {
  server = await Server.start()
  directory = mkdtempSync(join(tmpdir(), 'comity-profile-'))
})
after(async () => {
  await context?.close()
  await closeBrowser()
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Every file below a directory. */
const files = (below) => readdirSync(below, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))

/** In which files something stands, written as browsers write text. */
function found(words) {
  const all = files(directory).map((file) => [file.slice(directory.length + 1), readFileSync(file)])
  assert.ok(all.length > 20, 'the browser keeps a profile')
  const forms = (text) => (Buffer.isBuffer(text) ? [text] : [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'latin1')])
  return Object.entries(words).flatMap(([what, text]) => all.filter(([file, bytes]) => !OWN[what]?.test(file) && forms(text).some((form) => bytes.includes(form))).map(([file]) => `${what} in ${file}`))
}

/**
 * What the browser keeps on its own account: where somebody was, as the titles of pages say it, and whom it offers to sign
 * in. `web/README.md` says so.
 */
const HISTORY = /^Default\/(History|Top Sites|Favicons|Sessions\/|Shortcuts)/
const OWN = { 'name of a channel': HISTORY, 'name of the workspace': HISTORY, 'address for the log-in': /^Default\/(Login Data|Web Data)/ }

/** What nobody who finds the device may read. Addresses of channels hold opaque ids, which the browser's history has. */
const secrets = () => ({ ...PLANTED, picture: PICTURE.subarray(-30), 'name of a person': 'Wielingen', 'name of a channel': 'turbine-hall', 'name of the workspace': 'Comity Demo', 'address for the log-in': server.about.people.ada.email, password: server.about.people.ada.password })

test('while Ada works, nothing of it lies readable in her browser', async () => {
  const channel = (await server.call('ada', 'conversations.create', { name: 'turbine-hall' })).channel.id
  await server.call('ada', 'conversations.setTopic', { channel, topic: PLANTED.topic })
  await server.call('ada', 'chat.postMessage', { channel, text: PLANTED.message })
  await server.call('ada', 'users.profile.set', { profile: { status_text: PLANTED.status } })
  const form = new FormData()
  form.set('image', new Blob([PICTURE], { type: 'image/png' }), 'picture.png')
  const answer = await (await fetch(`${server.url}/api/users.setPhoto`, { method: 'POST', headers: { authorization: `Bearer ${server.about.people.ada.token}` }, body: form })).json()
  assert.ok(answer.ok, answer.error)
  context = await stay(directory)
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(server.url)
  await signIn(page, server, 'ada')
  await open(page, 'turbine-hall')
  await message(page, PLANTED.message).waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('#channel img')].some((picture) => picture.naturalWidth > 0))
  await open(page, 'general')
  await composer(page).fill(PLANTED.draft)
  await settled(page)
  await server.down()
  await open(page, 'turbine-hall')
  await write(page, PLANTED.waiting)
  await page.waitForFunction(() => Object.keys(localStorage).some((place) => place.startsWith('comity.outbox.')))
  await page.waitForFunction(() => Object.keys(localStorage).some((place) => place.startsWith('comity.recent.')))
  assert.deepEqual(found(secrets()), [])
})

test('nor after she closed it', async () => {
  await context.close()
  context = undefined
  assert.deepEqual(found(secrets()), [])
})

test('and the search is awake: what is written in clear is found', async () => {
  context = await stay(directory)
  page = await context.newPage()
  await page.goto(`${server.url}/#/settings-that-no-seal-covers`).catch(() => {})
  await context.close()
  context = undefined
  assert.notDeepEqual(found({ 'an address': 'settings-that-no-seal-covers' }), [])
})
