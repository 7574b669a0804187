// User groups and the workspace's own emoji: made by one person, used by the others.

import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, message, open, person, PHONE, write } from './people.mjs'
import { Server } from './server.mjs'

/** A red square of one pixel. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==', 'base64')

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

async function menu(page, name) {
  await page.getByRole('button', { name: / menu$/ }).click()
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}

test('a group is made with its people, and its name in a message opens it', async () => {
  await menu(ada, 'User groups')
  await ada.getByText('No groups yet').waitFor()
  await ada.locator('.column').getByRole('button', { name: 'Create a group' }).click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByLabel('Name').fill('On Call')
  assert.equal(await dialog.getByLabel('Handle').inputValue(), 'on-call')
  for (const name of ['linus', 'grace']) {
    await dialog.getByRole('combobox').fill(name)
    await dialog.getByRole('option').first().waitFor()
    await ada.keyboard.press('Enter')
  }
  assert.deepEqual(await violations(ada), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await ada.getByRole('button', { name: /On Call.*2 members/ }).waitFor()
  await ada.getByRole('searchbox', { name: 'Search groups' }).fill('kitchen')
  await ada.getByText('No group matches.').waitFor()
  assert.equal(await ada.getByText('No groups yet').count(), 0)
  await ada.getByRole('searchbox', { name: 'Search groups' }).fill('')
  assert.deepEqual(await violations(ada), [])

  const { usergroups } = await server.call('ada', 'usergroups.list')
  await server.call('ada', 'chat.postMessage', { channel: server.about.channels.general, text: `<!subteam^${usergroups[0].id}> please look` })
  await message(linus, 'please look').getByRole('button', { name: '@on-call' }).click()
  const card = linus.getByRole('dialog', { name: 'On Call' })
  await card.getByRole('button', { name: /Grace/ }).waitFor()
  assert.equal(await card.getByRole('button', { name: 'Edit group' }).count(), 0, 'who administers nothing changes nothing')
  assert.deepEqual(await violations(linus), [])
})

test('a group that is changed or disabled changes at the other’s', async () => {
  await ada.getByRole('button', { name: /On Call/ }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Edit group' }).click()
  await ada.getByRole('dialog').getByLabel('Description').fill('Who answers at night')
  await ada.getByRole('dialog').getByRole('button', { name: /Remove Grace/ }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const card = linus.getByRole('dialog', { name: 'On Call' })
  await card.getByText('Who answers at night').waitFor()
  await card.getByRole('button', { name: /Grace/ }).waitFor({ state: 'detached' })
  await ada.getByRole('button', { name: /On Call.*1 member/ }).click()
  await ada.getByRole('button', { name: 'Disable' }).click()
  await ada.getByRole('dialog', { name: /Disable @on-call/ }).getByRole('button', { name: 'Disable' }).click()
  await card.getByText('disabled').waitFor()
  await ada.getByRole('button', { name: 'Enable' }).click()
  await card.getByText('1 member').waitFor()
  await linus.keyboard.press('Escape')
  await ada.keyboard.press('Escape')
})

test('linus adds an emoji from a picture, and ada sees it in his message', async () => {
  await menu(linus, 'Custom emoji')
  await linus.locator('.column').getByRole('button', { name: 'Add emoji' }).click()
  const dialog = linus.getByRole('dialog')
  await dialog.getByLabel('Choose a picture').setInputFiles({ name: 'Red Square.png', mimeType: 'image/png', buffer: PICTURE })
  assert.equal(await dialog.getByLabel(/^Name/).inputValue(), 'red_square')
  assert.deepEqual(await violations(linus), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await linus.getByRole('listitem').filter({ hasText: ':red_square:' }).getByText(/added by Linus/).waitFor()
  assert.deepEqual(await violations(linus), [])

  await open(ada, 'general')
  await open(linus, 'general')
  await write(linus, 'Look: :red_square:')
  const picture = message(ada, 'Look').getByRole('img', { name: ':red_square:' })
  await picture.waitFor()
  await ada.waitForFunction((img) => img.complete && img.naturalWidth === 1, await picture.elementHandle())
})

test('what is no picture is refused in words; another name leads to the same picture', async () => {
  await menu(linus, 'Custom emoji')
  await linus.getByRole('button', { name: 'Add emoji' }).click()
  const dialog = linus.getByRole('dialog')
  await dialog.getByLabel('Choose a picture').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('That isn’t a picture').waitFor()
  await dialog.getByLabel('Choose a picture').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.alloc(130 * 1024) })
  await dialog.getByText('The limit is 128 KB.', { exact: false }).last().waitFor()
  assert.equal(await dialog.getByRole('button', { name: 'Save' }).isDisabled(), true)
  await dialog.getByRole('button', { name: 'Alias' }).click()
  await dialog.getByLabel('Alias for').fill(':red_square:')
  await dialog.getByLabel(/^Name/).fill('stop')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await linus.getByRole('listitem').filter({ hasText: ':stop:' }).getByText('alias for :red_square:').waitFor()
})

test('the list of emoji is one stop of the Tab key, and arrows walk past what is another’s', async () => {
  await (await server.session('ada'))('client.emoji.add', { name: 'party', alias_for: 'tada' })
  await linus.getByRole('listitem').filter({ hasText: ':party:' }).waitFor()
  const stops = () => linus.locator('#channel li button').evaluateAll((buttons) => buttons.filter((button) => button.tabIndex === 0).length)
  assert.equal(await stops(), 1)
  await linus.getByRole('searchbox', { name: 'Search emoji' }).focus()
  await linus.keyboard.press('Tab')
  const focused = () => linus.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  assert.equal(await focused(), 'Remove :red_square:')
  await linus.keyboard.press('ArrowDown')
  assert.equal(await focused(), 'Remove :stop:')
  await (await server.session('ada'))('client.emoji.remove', { name: 'party' })
  await linus.getByRole('listitem').filter({ hasText: ':party:' }).waitFor({ state: 'detached' })
})

test('an emoji that is removed leaves its name, at everybody’s', async () => {
  await linus.getByRole('button', { name: 'Remove :red_square:' }).click()
  await linus.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await linus.getByText('No custom emoji yet').waitFor()
  await message(ada, 'Look').getByText(':red_square:').waitFor()
})

test('both fit on a phone', async () => {
  await (await server.session('ada'))('client.emoji.add', { name: 'party', alias_for: 'tada' })
  const page = await person(server, 'ada', undefined, { viewport: PHONE })
  for (const name of ['Custom emoji', 'User groups']) {
    await menu(page, name)
    assert.deepEqual(await violations(page), [])
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
    await page.goto(server.url)
  }
  await page.context().close()
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
