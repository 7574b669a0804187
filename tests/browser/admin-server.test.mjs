// Looking after a workspace from its pages: its name, an app and its tokens, a webhook, and how the server is.

import assert from 'node:assert/strict'
import { chmodSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, person, PHONE } from './people.mjs'
import { Server } from './server.mjs'

let server

before(async () => {
  server = await Server.start()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

/** Opens a page of the administration by its address, as a link does. */
async function visit(page, view, heading) {
  await page.evaluate((hash) => (location.hash = hash), `#/${view}`)
  await page.getByRole('heading', { name: heading, level: 2 }).waitFor()
}

async function well(page) {
  assert.deepEqual(await violations(page), [])
  assert.ok(await fits(page), 'the page is wider than the window')
  assert.deepEqual(page.complaints, [])
}

test('Ada renames the workspace and Linus sees it at once', async () => {
  const [ada, linus] = [await person(server, 'ada'), await person(server, 'linus', 'general')]
  await visit(ada, 'admin.workspace', 'Workspace')
  await ada.getByLabel('Name', { exact: true }).fill('Harbour Office')
  await ada.getByLabel('Short name').fill('Not Short')
  await ada.getByRole('button', { name: 'Save' }).click()
  assert.equal(await ada.getByText('Saved.').count(), 0, 'the browser itself refuses the short name')
  await ada.getByLabel('Short name').fill('harbour')
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByText('Saved.').waitFor()
  await linus.getByRole('button', { name: 'Harbour Office menu' }).waitFor()
  await well(ada)
  await ada.context().close()
  await linus.context().close()
})

test('whoever comes new starts where Ada chose', async () => {
  const page = await person(server, 'ada')
  const { channel } = await server.call('ada', 'conversations.create', { name: 'quay' })
  await server.call('ada', 'conversations.create', { name: 'ours', is_private: true })
  await visit(page, 'admin.workspace', 'Workspace')
  await page.getByText('Channels to join').click()
  await page.getByRole('checkbox', { name: 'quay' }).check()
  assert.equal(await page.getByRole('checkbox', { name: /^(ours|general)$/ }).count(), 0, 'private ones are not for all, and one is for everybody')
  await well(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.reload()
  await page.getByText('Joins 1 channel').click()
  assert.ok(await page.getByRole('checkbox', { name: 'quay' }).isChecked())
  const ada = await server.session('ada')
  const { url } = await ada('admin.users.invite', {})
  const { user_id } = await ada('client.acceptInvite', { invite: url, name: 'mary', real_name: 'Mary Jackson', email: 'mary@example.org', password: 'a long enough password' })
  const { members } = await server.call('ada', 'conversations.members', { channel: channel.id })
  assert.ok(members.includes(user_id))
  await page.context().close()
})

test('an app is made, used with the token shown once, put into a channel, and removed', async () => {
  const page = await person(server, 'ada')
  await visit(page, 'admin.apps', 'Apps')
  await page.getByRole('button', { name: 'New app' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Signal Box')
  await well(page)
  await page.keyboard.press('Enter')
  const token = await page.getByLabel('Bot token (xoxb-)', { exact: true }).inputValue()
  assert.match(token, /^xoxb-/)
  assert.match(await page.getByLabel('App-level token (xapp-)', { exact: true }).inputValue(), /^xapp-/)
  await well(page)
  await page.getByRole('button', { name: 'I’ve saved it' }).click()
  const entry = page.getByRole('list', { name: 'Apps', exact: true }).getByRole('button', { name: 'Signal Box' })
  const card = page.getByRole('dialog', { name: 'Signal Box', exact: true })
  await entry.click()
  await card.getByLabel('Add Signal Box to a channel').selectOption(server.about.channels.general)
  await card.getByRole('button', { name: 'Add' }).click()
  await card.getByText('The bot is now in').waitFor()
  assert.equal((await page.content()).includes(token), false, 'the token is nowhere on the page any more')
  const bot = async (method, args, bearer = token) => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json; charset=utf-8' }
    return (await fetch(`${server.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })).json()
  }
  const { general } = server.about.channels
  assert.equal((await bot('chat.postMessage', { channel: general, text: 'Line 4 is clear' })).ok, true)
  await card.getByRole('button', { name: 'Replace bot token' }).click()
  await page.getByRole('dialog', { name: /^Replace/ }).getByRole('button', { name: 'Replace token' }).click()
  await card.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  const fresh = await page.getByLabel('Bot token (xoxb-)', { exact: true }).inputValue()
  assert.equal((await bot('auth.test', {})).error, 'invalid_auth')
  assert.equal((await bot('auth.test', {}, fresh)).ok, true)
  await entry.click()
  await card.getByRole('button', { name: 'Remove app' }).click()
  await page.getByRole('dialog', { name: /^Remove/ }).getByRole('button', { name: 'Remove app' }).click()
  await entry.waitFor({ state: 'detached' })
  assert.equal((await bot('auth.test', {}, fresh)).ok, false)
  await page.context().close()
})

test('a personal token is revoked', async () => {
  const page = await person(server, 'ada')
  await visit(page, 'admin.apps', 'Apps')
  assert.equal((await server.call('margaret', 'auth.test')).ok, true)
  const entry = page.getByRole('list', { name: 'Personal tokens' }).getByRole('button', { name: /^Margaret/ })
  await entry.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog', { name: /^Revoke .*Margaret/ }).getByRole('button', { name: /^Revoke/ }).click()
  await entry.waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Apps', 'the focus is not lost with the row')
  await assert.rejects(server.call('margaret', 'auth.test'), /invalid_auth/)
  await page.context().close()
})

test('a webhook posts until it is revoked', async () => {
  const page = await person(server, 'ada')
  await visit(page, 'admin.webhooks', 'Webhooks')
  await page.getByRole('button', { name: 'New webhook' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Deployments')
  await page.getByLabel('Channel', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Create' }).click()
  const url = await page.getByLabel('Webhook address', { exact: true }).inputValue()
  const post = async (text) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) })).status
  assert.equal(await post('Version 12 is out'), 200)
  await well(page)
  const entry = page.getByRole('list', { name: 'Webhooks' }).getByRole('button', { name: 'Deployments' })
  await entry.click()
  await well(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog', { name: /^Revoke Deployments/ }).getByRole('button', { name: /^Revoke/ }).click()
  await entry.waitFor({ state: 'detached' })
  assert.notEqual(await post('Version 13 is out'), 200)
  await page.context().close()
})

test('the server says how it is, and again a little later', async () => {
  const page = await person(server, 'ada')
  await visit(page, 'admin.health', 'Health')
  await page.getByText(/: 1 person, /).waitFor()
  await page.getByText('Only one root key').waitFor()
  await well(page)
  const linus = await person(server, 'linus', 'general')
  await page.getByText(/: 2 people, /).waitFor()
  await linus.context().close()
  await page.context().close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`on a phone, in German, ${colorScheme}`, async () => {
    const page = await person(server, 'ada', undefined, { viewport: PHONE, colorScheme, locale: 'de-DE' })
    for (const [view, heading] of [['workspace', 'Arbeitsbereich'], ['apps', 'Apps'], ['webhooks', 'Webhooks'], ['health', 'Zustand']]) {
      await visit(page, `admin.${view}`, heading)
      await page.locator('section [aria-busy=true]').waitFor({ state: 'detached' })
      await well(page)
    }
    await page.context().close()
  })
}

test('nobody else gets in', async () => {
  const page = await person(server, 'linus', 'general')
  for (const view of ['workspace', 'apps', 'webhooks', 'health']) {
    await page.evaluate((hash) => (location.hash = hash), `#/admin.${view}`)
    await page.getByText('Only owners and administrators can see this page.').waitFor()
  }
  await page.context().close()
})

test('Ada adds a second root key, which opens the data, and only owners may', async () => {
  const [ada, grace] = [await person(server, 'ada'), await person(server, 'grace')]
  await visit(grace, 'admin.health', 'Health')
  await grace.getByText('Only one root key').waitFor()
  assert.equal(await grace.getByRole('button', { name: 'Add a second' }).count(), 0)
  await visit(ada, 'admin.health', 'Health')
  await ada.getByRole('button', { name: 'Add a second' }).click()
  const dialog = ada.getByRole('dialog', { name: 'Add a second root key' })
  const [saved] = await Promise.all([ada.waitForEvent('download'), dialog.getByRole('button', { name: 'Save a copy' }).click()])
  const file = await saved.path()
  chmodSync(file, 0o600)
  await dialog.getByRole('button', { name: 'Show' }).click()
  const shown = await dialog.getByLabel('The root key').textContent()
  assert.equal(shown, readFileSync(file, 'utf8'))
  assert.match(shown, /^# public key: age1/)
  await well(ada)
  await dialog.getByRole('checkbox').check()
  await dialog.getByLabel('password').fill('not it')
  await dialog.getByRole('button', { name: 'Add root key' }).click()
  await dialog.getByText('That’s not your current password.').waitFor()
  await dialog.getByLabel('password').fill(server.about.people.ada.password)
  const sent = ada.waitForRequest(/admin\.keys\.addSlot/)
  await dialog.getByRole('button', { name: 'Add root key' }).click()
  assert.ok(!(await sent).postData().toUpperCase().includes('AGE-SECRET'), 'the secret leaves the browser')
  await dialog.waitFor({ state: 'detached' })
  await ada.getByText('2 root keys').waitFor()
  assert.equal(await ada.getByText('Only one root key').count(), 0)
  const status = server.terminal(['admin', 'keys', 'status'], { ROOT__IDENTITY_FILE: file })
  assert.match(status, /slot 2 .*the configured root key/)
  await ada.context().close()
  await grace.context().close()
})
