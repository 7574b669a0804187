// What stands around a channel's messages, changed by one person and seen by the other.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, composer, details, message, open, person, write, PHONE } from './people.mjs'
import { Server } from './server.mjs'

let server, ada, linus, engineering

before(async () => {
  server = await Server.start()
  engineering = server.about.channels.engineering
  ada = await person(server, 'ada', 'engineering')
  linus = await person(server, 'linus', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const side = (page) => page.locator('#side')
const header = (page) => page.locator('#channel header').first()
const close = (page) => side(page).getByRole('button', { name: 'Close details' }).click()

test('a topic is edited where it stands, and changes at the other’s', async () => {
  await details(ada)
  await details(linus)
  await side(ada).getByRole('button', { name: 'Edit (Topic)' }).click()
  await side(ada).getByRole('textbox', { name: 'Topic' }).fill('Release on *Friday*')
  await ada.keyboard.press('Enter')
  await side(ada).getByRole('button', { name: 'Edit (Topic)' }).waitFor()
  await header(linus).getByText('Release on Friday').waitFor()
  await side(linus).getByText('Release on Friday').waitFor()
  assert.deepEqual(await violations(ada), [])
})

test('Escape keeps the description as it was, and the focus where one was', async () => {
  const edit = side(ada).getByRole('button', { name: 'Edit (Description)' })
  await edit.click()
  await side(ada).getByRole('textbox', { name: 'Description' }).fill('Nothing to keep')
  await ada.keyboard.press('Escape')
  await edit.waitFor()
  assert.equal(await side(ada).getByText('Nothing to keep').count(), 0)
  assert.equal(await edit.evaluate((button) => button === document.activeElement), true)
})

test('a member who is removed goes from the list of the others, one who is added comes', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'release-notes' })
  await server.call('ada', 'conversations.invite', { channel: channel.id, users: `${server.about.people.linus.id},${server.about.people.grace.id}` })
  for (const page of [ada, linus]) {
    await open(page, 'release-notes')
    await header(page).getByRole('button', { name: '3 members' }).click()
    await side(page).getByRole('link', { name: /Grace/ }).waitFor()
  }
  assert.deepEqual(await violations(ada), [])
  assert.equal(await side(linus).getByRole('button', { name: /^Remove/ }).count(), 0, 'who did not make the channel removes nobody')
  await side(ada).getByRole('button', { name: /^Remove Grace/ }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await side(linus).getByRole('link', { name: /Grace/ }).waitFor({ state: 'detached' })
  await header(linus).getByRole('button', { name: '2 members' }).waitFor()

  await side(linus).getByRole('button', { name: 'Add people' }).click()
  const dialog = linus.getByRole('dialog')
  for (const name of ['grace', 'marg']) {
    await dialog.getByRole('combobox').fill(name)
    await dialog.getByRole('option').first().waitFor()
    await linus.keyboard.press('Enter')
  }
  assert.deepEqual(await violations(linus), [])
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await side(ada).getByRole('link', { name: /Margaret/ }).waitFor()
  await header(ada).getByRole('button', { name: '4 members' }).waitFor()
  await side(ada).getByRole('searchbox').fill('linus')
  await side(ada).getByRole('link', { name: /Grace/ }).waitFor({ state: 'detached' })
  assert.equal(await side(ada).getByRole('listitem').count(), 1)
})

test('who could not be added is named with the reason, the others are added', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'late-guests' })
  await open(ada, 'late-guests')
  await details(ada)
  await side(ada).getByRole('button', { name: 'Add people' }).click()
  const dialog = ada.getByRole('dialog')
  for (const name of ['grace', 'linus']) {
    await dialog.getByRole('combobox').fill(name)
    await dialog.getByRole('option').first().waitFor()
    await ada.keyboard.press('Enter')
  }
  // Someone else is quicker.
  await server.call('linus', 'conversations.join', { channel: channel.id })
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('1 person was added').waitFor()
  await dialog.getByText(/Linus.*: They’re already in this channel/).waitFor()
  await ada.keyboard.press('Escape')
})

test('pins are counted in the header and listed, and taken off for everybody', async () => {
  for (const page of [ada, linus]) await open(page, 'engineering')
  await write(linus, 'The way to the office: second door')
  await message(ada, 'second door').waitFor()
  const ts = await message(ada, 'second door').getAttribute('data-message')
  const before = await server.call('ada', 'pins.list', { channel: engineering })
  await server.call('linus', 'pins.add', { channel: engineering, timestamp: ts })
  const count = before.items.length + 1
  await header(ada).getByRole('button', { name: `${count} pinned message` }).click()
  await side(ada).getByRole('listitem').first().getByText('second door').waitFor()
  assert.deepEqual(await violations(ada), [])
  await side(ada).getByRole('listitem').first().getByRole('button', { name: 'Unpin' }).click()
  await side(ada).getByText('second door').waitFor({ state: 'detached' })
  if (count === 1) await header(linus).getByRole('button', { name: /pinned/ }).waitFor({ state: 'detached' })
  else await header(linus).getByRole('button', { name: `${count - 1} pinned message` }).waitFor()
})

test('a bookmark stands below the header of everybody, is changed, and goes', async () => {
  await close(ada)
  await details(ada, 'Bookmarks')
  await side(ada).getByRole('button', { name: 'Add a bookmark' }).click()
  const dialog = ada.getByRole('dialog', { name: /bookmark/ })
  await dialog.getByLabel('Link').fill('example.org/handbook')
  await dialog.getByLabel('Title').fill('Handbook')
  await dialog.getByRole('button', { name: 'Choose an emoji' }).click()
  await ada.getByRole('searchbox', { name: 'Search emoji' }).fill('books')
  await dialog.getByRole('button', { name: 'books', exact: true }).click()
  await dialog.getByRole('button', { name: 'No emoji' }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  const bar = linus.getByRole('navigation', { name: 'Bookmarks' })
  const link = bar.getByRole('link', { name: 'Handbook' })
  await link.waitFor()
  assert.equal(await link.getAttribute('href'), 'https://example.org/handbook')
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer')

  await side(ada).getByRole('button', { name: 'Edit bookmark Handbook' }).click()
  await dialog.getByLabel('Link').fill('javascript:alert(1)')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('starting with https://').waitFor()
  await dialog.getByLabel('Link').fill('https://example.org/rules')
  await dialog.getByLabel('Title').fill('Rules')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await bar.getByRole('link', { name: 'Rules' }).waitFor()
  await side(ada).getByRole('button', { name: 'Remove bookmark Rules' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove bookmark' }).click()
  await bar.waitFor({ state: 'detached' })
})

test('where the data is and who can see it is one press away, and true', async () => {
  await open(ada, 'engineering')
  await details(ada, 'Where is this data')
  await side(ada).getByText(`kept on your organisation’s own server`).waitFor()
  await side(ada).getByText('except guests can find and read it').waitFor()
  await side(ada).getByText('a separate key for each channel and day').waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Escape')
  await side(ada).getByRole('heading', { name: /^About/ }).waitFor()
  await ada.keyboard.press('Escape')
  await side(ada).waitFor({ state: 'detached' })
  assert.equal(await ada.evaluate(() => document.activeElement?.id), 'channel-name')
})

test('a new name and the end of a channel are seen by both', async () => {
  for (const page of [ada, linus]) await open(page, 'release-notes')
  await details(ada, 'Settings')
  assert.deepEqual(await violations(ada), [])
  await side(ada).getByRole('radio', { name: 'Mentions only' }).check()
  await side(ada).getByRole('button', { name: 'Edit (Name)' }).click()
  await side(ada).getByRole('textbox', { name: 'Name' }).fill('General')
  await ada.keyboard.press('Enter')
  await side(ada).getByText('That channel name is taken').waitFor()
  await side(ada).getByRole('textbox', { name: 'Name' }).fill('Release Notes 2')
  await ada.keyboard.press('Enter')
  await header(linus).getByText('release-notes-2').waitFor()
  await side(ada).getByRole('button', { name: 'Archive channel' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Archive channel' }).click()
  await linus.locator('#channel').getByText('This channel is archived').first().waitFor()
  await side(ada).getByRole('button', { name: 'Unarchive channel' }).click()
  await composer(linus).waitFor()
  await ada.reload()
  await side(ada).getByRole('radio', { name: 'Mentions only', checked: true }).waitFor()
})

test('who is called where they are not is named, and can be added', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'quiet-room' })
  await open(ada, 'quiet-room')
  await write(ada, 'What does @grace think?')
  const notice = ada.locator('#channel footer').getByRole('status').filter({ hasText: 'isn’t in this channel' })
  await notice.waitFor()
  assert.match(await notice.innerText(), /Grace/)
  assert.deepEqual(await violations(ada), [])
  await notice.getByRole('button', { name: 'Add' }).click()
  await header(ada).getByRole('button', { name: '2 members' }).waitFor()
  await ada.locator('#channel footer').getByText('isn’t in this channel').waitFor({ state: 'detached' })
  await write(ada, 'Or @grace and @linus?')
  await notice.waitFor()
  assert.doesNotMatch(await notice.innerText(), /Grace/, 'she is here now')
  await notice.getByRole('button', { name: 'Ignore' }).click()
  await notice.waitFor({ state: 'detached' })
  assert.equal((await server.call('ada', 'conversations.members', { channel: channel.id })).members.length, 2)
})

test('channels are found by the keyboard, looked into, and joined from there', async () => {
  await server.call('grace', 'conversations.create', { name: 'gardening' })
  await linus.getByRole('button', { name: 'Browse channels' }).first().click()
  const dialog = linus.getByRole('dialog')
  await dialog.getByRole('link', { name: /gardening/ }).waitFor()
  assert.deepEqual(await violations(linus), [])
  await linus.keyboard.type('gard')
  await dialog.getByText('1 channel', { exact: true }).waitFor()
  await linus.keyboard.press('ArrowDown')
  await linus.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await linus.getByText('You’re previewing #gardening').waitFor()
  await linus.getByRole('button', { name: 'Join channel' }).click()
  await composer(linus).waitFor()
})

test('a long list of channels is shown a part at a time, ordered and filtered as asked', async () => {
  const made = []
  for (let n = 10; n < 70; n += 1) made.push((await server.call('grace', 'conversations.create', { name: `project-${n}` })).channel.id)
  await server.call('ada', 'conversations.join', { channel: made[40] })
  const { channel } = await server.call('grace', 'conversations.create', { name: 'long-ago' })
  await server.call('grace', 'conversations.archive', { channel: channel.id })
  await linus.getByRole('button', { name: 'Browse channels' }).first().click()
  const dialog = linus.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('project')
  await dialog.getByText('60 channels').waitFor()
  assert.equal(await dialog.getByRole('listitem').count(), 50)
  await dialog.getByRole('button', { name: 'Show more' }).click()
  assert.equal(await dialog.getByRole('listitem').count(), 60)
  await dialog.getByRole('combobox').selectOption('Most members')
  await dialog.getByRole('listitem').first().getByText('project-50').waitFor()
  await dialog.getByRole('button', { name: 'Joined' }).click()
  await dialog.getByText('No channels found').waitFor()
  await dialog.getByRole('searchbox').fill('')
  await dialog.getByRole('link', { name: /engineering/ }).waitFor()
  await dialog.getByRole('button', { name: 'Archived' }).click()
  await dialog.getByRole('button', { name: 'Open #long-ago' }).click()
  await linus.locator('#channel').getByText('This channel is archived').waitFor()
  await open(linus, 'engineering')
})

test('a phone has it all, one pane at a time', async () => {
  const page = await person(server, 'grace', 'engineering', { viewport: PHONE })
  await details(page)
  assert.equal(await page.locator('#channel').isVisible(), false)
  assert.deepEqual(await violations(page), [])
  await side(page).getByRole('link', { name: 'Members' }).click()
  await side(page).getByRole('link', { name: /Ada/ }).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
  assert.deepEqual(page.complaints, [])
  await page.context().close()
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
