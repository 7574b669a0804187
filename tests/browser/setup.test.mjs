// The first run: the real binary in an empty directory, its link, and Ada who walks through the page in German.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, message, PHONE, visitor, write } from './people.mjs'
import { Fresh } from './server.mjs'

const PASSWORD = 'Zwölf Boxkämpfer jagen'

const servers = []

after(async () => {
  await closeBrowser()
  for (const server of servers) await server.stop()
})

/** A server on an empty directory, and the link it prints. */
async function fresh() {
  const server = new Fresh()
  servers.push(server)
  return { server, link: await server.start() }
}

const next = (page, name) => page.getByRole('button', { name, exact: true }).click()
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor()
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

async function well(page) {
  assert.deepEqual(await violations(page), [])
  assert.ok(await fits(page), 'the page is wider than the window')
}

test('Ada makes a server of an empty directory, in German, and it is there after a restart', async () => {
  const { server, link } = await fresh()
  const page = await visitor(server, { locale: 'de-DE', path: link.slice(server.url.length), acceptDownloads: true })
  await heading(page, 'Ein eigener Server')
  await well(page)
  await next(page, 'Loslegen')
  await heading(page, 'Der Hauptschlüssel')
  await page.getByText(join(server.directory, 'comity-root.key')).waitFor()
  assert.ok(await page.getByRole('button', { name: 'Weiter' }).isDisabled(), 'nobody goes on without a copy')
  const [download] = await Promise.all([page.waitForEvent('download'), next(page, 'Kopie speichern')])
  const kept = readFileSync(await download.path(), 'utf8')
  assert.match(kept, /AGE-SECRET-KEY-1/)
  await next(page, 'Anzeigen')
  assert.equal((await page.locator('pre').textContent()).trim(), kept.trim())
  await well(page)
  await page.getByLabel('Ich habe eine Kopie an einem sicheren Ort').check()
  await page.getByLabel(/Notschlüssel/).check()
  await page.getByLabel('Notfall-Passphrase').fill('sechs zufällige Wörter für den Safe')
  await next(page, 'Weiter')
  await heading(page, 'Ihr Arbeitsbereich')
  await page.getByLabel('Name').fill('Städtisches Krankenhaus')
  await well(page)
  await next(page, 'Weiter')
  await heading(page, 'Der Inhaber')
  await page.getByLabel('Ihr Name').fill('Ada Byron')
  await page.getByLabel('E-Mail').fill('ada@example.org')
  await page.getByLabel('Passwort').fill(PASSWORD)
  await well(page)
  assert.deepEqual(readdirSync(server.directory), [], 'nothing is written before the end')
  await next(page, 'Einrichten und anmelden')
  await page.getByRole('heading', { name: 'Städtisches Krankenhaus ist bereit' }).waitFor()
  await well(page)
  assert.equal(new URL(page.url()).hash.includes('setup'), false, 'the link is gone from the address')
  await next(page, 'Umsehen')
  await write(page, 'Die erste Nachricht')
  await message(page, 'Die erste Nachricht').waitFor()
  assert.equal(readFileSync(join(server.directory, 'comity-root.key'), 'utf8'), kept, 'the copy is of the key in use')
  assert.deepEqual(page.complaints, [])

  const host = new URL(server.url).host
  await server.down()
  assert.equal(await server.start(host), server.url, 'it just serves')
  await page.reload()
  await message(page, 'Die erste Nachricht').waitFor()
  await page.context().close()
})

test('without the link there is nothing to do, and a wrong one is named', async () => {
  const { server, link } = await fresh()
  const page = await visitor(server)
  await page.getByText('Open the link it printed in its terminal').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.goto(`${server.url}/#/setup/aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj`)
  await page.getByText('Open the link it printed in its terminal').waitFor()
  // The right link in the same tab is taken without a reload.
  await page.goto(link)
  await heading(page, 'A server of your own')
  await page.context().close()
})

test('on a phone and by keyboard alone, with a passphrase', async () => {
  const { server, link } = await fresh()
  const page = await visitor(server, { viewport: PHONE, colorScheme: 'dark', path: link.slice(server.url.length) })
  await heading(page, 'A server of your own')
  await page.getByRole('button', { name: 'Get started' }).focus()
  await page.keyboard.press('Enter')
  await heading(page, 'The root key')
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus is at the new step')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.getByLabel('Passphrase', { exact: true }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('six random words make it hard')
  await page.keyboard.press('Tab')
  await page.keyboard.type('six random words make it soft')
  await page.keyboard.press('Enter')
  await page.getByText('The passphrases don’t match.').waitFor()
  await page.getByLabel('Repeat passphrase').fill('six random words make it hard')
  await well(page)
  await page.keyboard.press('Enter')
  await heading(page, 'Your workspace')
  await page.getByLabel('Name').fill('Garage')
  await page.getByLabel('Server address').fill('https://chat.example.org/team')
  await page.keyboard.press('Enter')
  await page.getByText('Enter a server address').waitFor()
  await well(page)
  await page.getByLabel('Server address').fill('https://chat.example.org')
  await page.keyboard.press('Enter')
  await heading(page, 'The owner')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Email').fill('ada@example.org')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await heading(page, 'Your server is ready')
  assert.equal(await page.getByRole('link', { name: 'https://chat.example.org' }).getAttribute('href'), 'https://chat.example.org')
  await well(page)
  assert.equal(await server.address(), 'https://chat.example.org')
  await page.context().close()
})
