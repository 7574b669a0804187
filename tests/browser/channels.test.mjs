// Channels and conversations come and go, seen by those who are in them.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, composer, details, message, open, person, write } from './people.mjs'
import { Server } from './server.mjs'

let server, ada, linus

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'general')
  linus = await person(server, 'linus', 'general')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const sidebar = (page) => page.getByRole('navigation')
const channelLink = (page, name) => sidebar(page).getByRole('link', { name })

test('a new channel is there for the one who made it, and found by the others', async () => {
  await ada.getByRole('button', { name: 'Create a channel' }).first().click()
  await ada.getByRole('dialog').getByLabel('Name').fill('Summer Party')
  assert.equal(await ada.getByRole('dialog').getByLabel('Name').inputValue(), 'summer-party')
  await ada.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await ada.getByRole('dialog', { name: 'Add people to #summer-party' }).getByRole('button', { name: 'Not now' }).click()
  await channelLink(ada, 'summer-party').waitFor()
  assert.equal(await channelLink(linus, 'summer-party').count(), 0)
  await linus.getByRole('button', { name: 'Browse channels' }).first().click()
  await linus.getByRole('button', { name: 'Join #summer-party' }).click()
  await channelLink(linus, 'summer-party').waitFor()
  await write(linus, 'Who brings the ice?')
  await message(ada, 'Who brings the ice?').waitFor()
})

test('a name that is taken is refused in words', async () => {
  await ada.getByRole('button', { name: 'Create a channel' }).first().click()
  await ada.getByRole('dialog').getByLabel('Name').fill('general')
  await ada.getByText('That channel name is taken').waitFor()
  assert.equal(await ada.getByRole('dialog').getByRole('button', { name: 'Create' }).isDisabled(), true)
  await ada.keyboard.press('Escape')
})

test('a star moves the channel up, a reload keeps it', async () => {
  await open(ada, 'summer-party')
  await ada.getByRole('button', { name: 'Star', exact: true }).click()
  await sidebar(ada).getByRole('region', { name: 'Starred' }).getByRole('link', { name: 'summer-party' }).waitFor()
  await ada.reload()
  await sidebar(ada).getByRole('region', { name: 'Starred' }).getByRole('link', { name: 'summer-party' }).waitFor()
})

test('a muted channel asks for no attention', async () => {
  await details(ada, 'Settings')
  await ada.getByRole('checkbox', { name: /^Mute/ }).check()
  await ada.locator('#channel header').getByText('muted').waitFor({ state: 'attached' })
  await open(ada, 'general')
  await write(linus, '@ada, lemonade?')
  await message(linus, 'lemonade?').waitFor()
  await channelLink(ada, 'summer-party').waitFor()
  await ada.waitForTimeout(500)
  assert.doesNotMatch(await channelLink(ada, 'summer-party').innerText(), /mention|unread/)
})

test('a first direct message appears at the other side, with its count', async () => {
  await ada.keyboard.press('Control+k')
  await ada.getByRole('combobox').fill('linus')
  await ada.getByRole('option', { name: /linus/ }).waitFor()
  await ada.keyboard.press('Enter')
  await composer(ada).waitFor()
  await ada.waitForFunction(() => /Linus/.test(document.querySelector('#channel h2')?.textContent ?? ''))
  await write(ada, 'Just between us')
  const link = sidebar(linus).getByRole('region', { name: 'Direct messages' }).getByRole('link', { name: /Ada/ })
  await link.getByText(/1 mention/).waitFor({ state: 'attached' })
  await link.click()
  await message(linus, 'Just between us').waitFor()
  await link.getByText(/mention/).waitFor({ state: 'detached' })
})

test('who leaves a channel no longer sees it in the sidebar', async () => {
  await open(linus, 'summer-party')
  await details(linus, 'Settings')
  await linus.getByRole('button', { name: 'Leave channel' }).click()
  await linus.getByRole('dialog').getByRole('button', { name: 'Leave channel' }).click()
  await linus.getByRole('button', { name: 'Join channel' }).waitFor()
  await open(linus, 'general')
  await channelLink(linus, 'summer-party').waitFor({ state: 'detached' })
})

test('a private channel is not left from its menu without being asked', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'surprise', is_private: true })
  await server.call('ada', 'conversations.invite', { channel: channel.id, users: server.about.people.linus.id })
  const menu = async () => {
    await channelLink(linus, 'surprise').click({ button: 'right' })
    await linus.getByRole('menuitem', { name: 'Leave channel' }).click()
  }
  await menu()
  const dialog = linus.getByRole('dialog', { name: 'Leave #surprise?' })
  await dialog.getByText('only if a member adds you again').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.ok(await channelLink(linus, 'surprise').isVisible())
  await menu()
  await dialog.getByRole('button', { name: 'Leave channel' }).click()
  await channelLink(linus, 'surprise').waitFor({ state: 'detached' })
})

test('a link to a message opens it, marked', async () => {
  await open(linus, 'general')
  await write(linus, 'Remember this one')
  await message(linus, 'Remember this one').waitFor()
  const ts = await message(linus, 'Remember this one').getAttribute('data-message')
  await ada.goto(`${server.url}/archives/${server.about.channels.general}/p${ts.replace('.', '')}`)
  await ada.locator('article.target').filter({ hasText: 'Remember this one' }).waitFor()
})

test('a channel that is not there, or not for one, says so and leads on; a thread too', async () => {
  const secret = (await server.call('ada', 'conversations.create', { name: 'surprise-party', is_private: true })).channel.id
  const { ts } = await server.call('ada', 'chat.postMessage', { channel: secret, text: 'Cake at four' })
  for (const hash of [secret, `${secret}/m/${ts}`, 'C0000000000000000']) {
    await linus.goto(`${server.url}/#/${hash}`)
    await linus.locator('#channel').getByRole('heading', { level: 2, name: 'You can’t see this channel' }).waitFor()
    assert.equal(await linus.getByRole('alert').innerText(), '')
    assert.equal(await composer(linus).count(), 0)
    assert.deepEqual(await violations(linus), [])
  }
  await linus.goto(`${server.url}/archives/${secret}/p${ts.replace('.', '')}`)
  await linus.locator('#channel').getByRole('button', { name: 'Browse channels' }).click()
  await linus.getByRole('dialog', { name: 'Channels' }).waitFor()
  await linus.keyboard.press('Escape')
  await linus.goto(`${server.url}/#/${server.about.channels.general}/t/1700000000.000100`)
  await linus.locator('#thread').getByText('This thread was deleted').waitFor()
  await linus.locator('#thread').getByRole('button', { name: 'Close thread' }).last().click()
  // Who is added while they look sees it.
  await linus.goto(`${server.url}/#/${secret}`)
  await linus.locator('#channel').getByRole('heading', { level: 2, name: 'You can’t see this channel' }).waitFor()
  await server.call('ada', 'conversations.invite', { channel: secret, users: [server.about.people.linus.id] })
  await message(linus, 'Cake at four').waitFor()
  // And who is taken out of it sees no more of it.
  await server.call('ada', 'conversations.kick', { channel: secret, user: server.about.people.linus.id })
  await linus.locator('#channel').getByRole('heading', { level: 2, name: 'You can’t see this channel' }).waitFor()
  assert.equal(await message(linus, 'Cake at four').count(), 0)
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
