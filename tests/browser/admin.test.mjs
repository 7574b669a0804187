// Those who look after the workspace, and those who come in by a link of theirs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, message, open, person, PHONE, pickDay, visitor, write } from './people.mjs'
import { Server } from './server.mjs'

const PASSWORD = 'a long enough password'

let server, ada, owner

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'general')
  owner = await server.session('ada')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const rows = (page, name) => page.getByRole('list', { name }).getByRole('listitem')
const row = (page, list, text) => rows(page, list).filter({ hasText: text })

/** Opens a page of the administration by the menu and its list. */
async function administer(page, tab = 'People') {
  const pages = page.getByRole('navigation', { name: 'Administration' })
  if ((await pages.count()) === 0) {
    await page.getByRole('button', { name: / menu$/ }).click()
    await page.getByRole('button', { name: 'Administration' }).click()
  }
  await pages.getByRole('link', { name: tab }).click()
  await page.getByRole('heading', { name: tab }).waitFor()
}

const handed = (dialog) => dialog.getByRole('textbox', { name: 'Link' })

/** Fills the form of somebody who joins. */
async function join(page, { name, email }) {
  await page.getByLabel('Full name').fill(name)
  if (email) await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.locator('#messages').waitFor({ state: 'attached' })
}

test('an owner invites somebody, who joins in another browser and chats', async () => {
  await administer(ada)
  await ada.getByRole('button', { name: 'Invite people' }).click()
  const dialog = ada.getByRole('dialog', { name: 'Invite people' })
  await dialog.getByText('Channels to join').click()
  await dialog.getByRole('checkbox', { name: 'engineering' }).check()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const link = await handed(dialog).inputValue()
  assert.match(link, /\/#\/join\/[a-z2-7]{40}$/)
  await dialog.getByRole('button', { name: 'Done' }).click()

  const katherine = await visitor(server, { path: link.slice(server.url.length) })
  await katherine.getByText('Ada Byron has invited you').waitFor()
  // One came to fill it in.
  assert.equal(await katherine.evaluate(() => document.activeElement?.getAttribute('name')), 'name')
  await katherine.getByLabel('Full name').fill('Käthe Jönßon')
  assert.equal(await katherine.getByLabel('Handle').inputValue(), 'kaethe.joensson')
  await join(katherine, { name: 'Katherine Johnson', email: 'katherine@example.org' })
  assert.doesNotMatch(katherine.url(), /join/, 'the secret stays in no address')
  await open(katherine, 'engineering')
  await write(katherine, 'The numbers are right.')

  await row(ada, 'People', 'Katherine Johnson').getByText('katherine@example.org').waitFor()
  await administer(ada, 'Invitations')
  await ada.getByText('No open invitations.').waitFor()
  await ada.getByLabel('Show expired and used').check()
  await row(ada, 'Invitations', 'joined: Katherine Johnson').waitFor()
  await ada.getByRole('button', { name: /^Back to / }).click()
  await open(ada, 'engineering')
  await message(ada, 'The numbers are right.').waitFor()
  await katherine.context().close()

  const again = await visitor(server, { path: link.slice(server.url.length), locale: 'de-DE' })
  await again.getByText('Er wurde schon verwendet').waitFor()
  await again.getByRole('button', { name: 'Zur Anmeldung' }).click()
  await again.getByLabel('E-Mail').waitFor()
  await again.context().close()
})

test('what cannot be is said beside the form, and the link stays good', async () => {
  const { url } = await owner('admin.users.invite', { email: 'dorothy@example.org' })
  const dorothy = await visitor(server, { path: url.slice(server.url.length) })
  assert.equal(await dorothy.getByLabel('Email').inputValue(), 'dorothy@example.org')
  await dorothy.getByLabel('Full name').fill('Dorothy Vaughan')
  await dorothy.getByLabel('Handle').fill('Linus')
  await dorothy.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await dorothy.getByRole('button', { name: 'Join' }).click()
  await dorothy.getByText('That handle is taken.').waitFor()
  await dorothy.getByLabel('Handle').fill('dorothy')
  await dorothy.getByRole('button', { name: 'Join' }).click()
  await dorothy.locator('#messages').waitFor({ state: 'attached' })
  await dorothy.context().close()
})

test('a link that was taken back lets nobody in', async () => {
  const { url } = await owner('admin.users.invite', {})
  await administer(ada, 'Invitations')
  await row(ada, 'Invitations', 'Anyone with the link').getByRole('button').click()
  await ada.getByRole('dialog').getByRole('button', { name: /^Revoke/ }).click()
  await ada.getByText('No open invitations.').waitFor()
  const late = await visitor(server, { path: url.slice(server.url.length) })
  await late.getByText('It’s been withdrawn').waitFor()
  await late.context().close()
})

test('another role is there at once, and gone at once', async () => {
  const linus = await person(server, 'linus', 'general')
  const menu = linus.getByRole('button', { name: / menu$/ })
  const entry = linus.getByRole('button', { name: 'Administration' })
  await menu.click()
  assert.equal(await entry.count(), 0)
  await administer(ada)
  const give = async (role) => {
    await row(ada, 'People', 'linus@demo.example').getByRole('button').click()
    await ada.getByRole('dialog').getByRole('radio', { name: role, exact: true }).check()
    await ada.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
    await ada.getByRole('dialog').getByRole('button', { name: 'Change role', disabled: true }).waitFor()
    await ada.keyboard.press('Escape')
    await row(ada, 'People', 'linus@demo.example').filter({ hasText: role }).waitFor()
  }
  await give('Administrator')
  await entry.click()
  await linus.getByRole('navigation', { name: 'Administration' }).waitFor()
  await administer(linus)
  await row(linus, 'People', 'Ada Byron').getByText('Primary owner').waitFor()
  await row(linus, 'People', 'Ada Byron').getByRole('button').click()
  await linus.locator('#side').getByRole('heading', { name: 'Ada Byron' }).waitFor()
  assert.equal(await linus.getByRole('dialog').count(), 0, 'an administrator does not manage the owner, only looks')
  await give('Member')
  await linus.getByText('Only owners and administrators').waitFor()
  await linus.context().close()
})

test('who is deactivated is signed out at once, told why at the door, and let back in', async () => {
  const grace = await person(server, 'grace', 'general')
  await administer(ada)
  await row(ada, 'People', 'grace@demo.example').getByRole('button').click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  const sure = ada.getByRole('dialog', { name: /^Deactivate/ })
  await sure.getByRole('button', { name: 'Deactivate' }).click()
  await grace.getByLabel('Password').waitFor()

  const { email, password } = server.about.people.grace
  await grace.getByLabel('Email').fill(email)
  await grace.getByLabel('Password').fill(password)
  await grace.getByRole('button', { name: 'Sign in' }).click()
  await grace.getByText('This account has been deactivated.').waitFor()
  await ada.getByRole('dialog').getByRole('button', { name: 'Reactivate account' }).waitFor()
  await ada.keyboard.press('Escape')
  assert.equal(await row(ada, 'People', 'grace@demo.example').count(), 0, 'she is not among the active')
  await ada.getByRole('combobox', { name: 'Status' }).selectOption('Deactivated')
  await row(ada, 'People', 'grace@demo.example').getByRole('button').click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Reactivate account' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).waitFor()
  await ada.keyboard.press('Escape')
  await ada.getByRole('combobox', { name: 'Status' }).selectOption('Active')
  await row(ada, 'People', 'grace@demo.example').waitFor()
  await grace.getByLabel('Password').fill(password)
  await grace.getByRole('button', { name: 'Sign in' }).click()
  await grace.locator('#messages').waitFor({ state: 'attached' })
  await grace.context().close()
})

test('a guest comes for a time, and is signed out when it is over', async () => {
  await administer(ada)
  await ada.getByRole('button', { name: 'Invite people' }).click()
  const invite = ada.getByRole('dialog', { name: 'Invite people' })
  assert.equal(await invite.getByLabel('Access expires').count(), 0, 'members stay')
  await invite.getByRole('radio', { name: 'Guest' }).check()
  await invite.getByText('Channels to join').click()
  await invite.getByRole('checkbox', { name: 'engineering' }).check()
  await invite.getByLabel('Access expires').check()
  await pickDay(ada, invite, '2031-05-06')
  await invite.getByRole('combobox', { name: 'Time', exact: true }).fill('18:00')
  await ada.keyboard.press('Tab')
  assert.deepEqual(await violations(ada), [])
  await invite.getByRole('button', { name: 'Create link' }).click()
  const link = await handed(invite).inputValue()
  await invite.getByRole('button', { name: 'Done' }).click()
  const mary = await visitor(server, { path: link.slice(server.url.length) })
  await join(mary, { name: 'Mary Jackson', email: 'mary@example.org' })
  const entry = row(ada, 'People', 'mary@example.org')
  await entry.getByText('until 6 May 2031').waitFor()

  await entry.getByRole('button').click()
  const dialog = ada.getByRole('dialog', { name: 'Mary Jackson' })
  const save = dialog.getByRole('button', { name: 'Save date' })
  assert.ok(await save.isDisabled(), 'there is nothing to save')
  await pickDay(ada, dialog, '2026-01-01')
  await dialog.getByText('That day has already passed.').waitFor()
  await ada.keyboard.press('Escape')
  assert.ok(await save.isDisabled())
  await dialog.getByLabel('Access expires').uncheck()
  await save.click()
  await entry.getByText('until').waitFor({ state: 'detached' })
  assert.deepEqual(await violations(ada), [])

  const { users } = await owner('admin.users.list', { only_guests: true })
  const { id } = users.find(({ email }) => email === 'mary@example.org')
  await owner('admin.users.setExpiration', { user_id: id, expiration_ts: Math.ceil(Date.now() / 1000) + 1 })
  await mary.getByLabel('Password').waitFor()
  await dialog.getByRole('button', { name: 'Reactivate account' }).waitFor()
  await ada.keyboard.press('Escape')
  await mary.context().close()
})

test('who forgot their password is given a link, and is told of it where they are signed in', async () => {
  const margaret = await person(server, 'margaret', 'general')
  await administer(ada)
  await row(ada, 'People', 'margaret@demo.example').getByRole('button').click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Sign out .*Linux/ }).first().waitFor()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const link = await handed(dialog).inputValue()
  await margaret.getByRole('region', { name: 'Direct messages' }).getByRole('link', { name: /Comity/ }).click()
  await message(margaret, 'set a new password').waitFor()

  const elsewhere = await visitor(server)
  await elsewhere.getByText('Forgotten your password?').click()
  await elsewhere.getByText('Ask a workspace administrator').waitFor()
  await elsewhere.goto(link)
  await elsewhere.getByText('For margaret@demo.example').waitFor()
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await elsewhere.getByRole('button', { name: 'Set password' }).click()
  await elsewhere.locator('#messages').waitFor({ state: 'attached' })
  await margaret.getByLabel('Password').waitFor()
  await ada.keyboard.press('Escape')
  await elsewhere.context().close()
  await margaret.context().close()
})

test('channels are tidied up, and a private one stays its members’ own', async () => {
  await server.call('linus', 'conversations.create', { name: 'salaries', is_private: true })
  await server.call('linus', 'conversations.create', { name: 'old-plans' })
  await administer(ada, 'Channels')
  await row(ada, 'Channels', 'Private channel').getByText('Only members can see its name').waitFor()
  assert.equal(await ada.getByText('salaries').count(), 0)
  await ada.getByLabel('Search channels').fill('old')
  await row(ada, 'Channels', 'Private channel').first().waitFor({ state: 'detached' })
  await row(ada, 'Channels', 'old-plans').getByRole('button').click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByLabel('Name').fill('general')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await dialog.getByText('That channel name is taken').waitFor()
  await dialog.getByLabel('Name').fill('Older Plans')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await ada.getByRole('dialog', { name: '#older-plans' }).getByRole('button', { name: 'Archive' }).click()
  await row(ada, 'Channels', 'older-plans').waitFor({ state: 'detached' })
  await ada.getByLabel('Archived').check()
  await row(ada, 'Channels', 'older-plans').getByRole('button').click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Unarchive' }).click()
  await row(ada, 'Channels', 'older-plans').waitFor({ state: 'detached' })
})

test('a member who opens the address sees none of it', async () => {
  const linus = await person(server, 'linus', 'general')
  await linus.goto(`${server.url}/#/admin.people`)
  await linus.getByText('Only owners and administrators').waitFor()
  await linus.context().close()
})

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

for (const [name, options] of Object.entries({ desktop: {}, 'phone, dark': { viewport: PHONE, colorScheme: 'dark' } })) {
  test(`every page passes axe and fits: ${name}`, async () => {
    await owner('admin.users.invite', { email: `long.address.of.somebody@${name.length}.example.org` })
    const page = await person(server, 'ada', undefined, options)
    for (const tab of ['People', 'Invitations', 'Channels']) {
      await page.goto(`${server.url}/#/admin.${tab.toLowerCase()}`)
      await rows(page, tab).first().waitFor()
      assert.deepEqual(await violations(page), [], tab)
      assert.ok(await fits(page), `${tab} is wider than the window`)
    }
    await page.getByRole('button', { name: 'general' }).click()
    await page.getByText(/^\d+ members$/).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    await page.goto(`${server.url}/#/admin.people`)
    await page.getByRole('button', { name: /^Linus/ }).click()
    await page.getByRole('dialog').getByRole('heading', { name: 'Signed in' }).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Invite people' }).click()
    await page.getByRole('dialog').getByText('Channels to join').click()
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(page.complaints, [])
    await page.context().close()

    const { url } = await owner('admin.users.invite', {})
    const stranger = await visitor(server, { ...options, path: url.slice(server.url.length) })
    await stranger.getByLabel('Full name').waitFor()
    assert.deepEqual(await violations(stranger), [])
    assert.ok(await fits(stranger))
    assert.deepEqual(stranger.complaints, [])
    await stranger.context().close()
  })
}

test('the primary owner hands that on, with their password, to one person at a time', async () => {
  const grace = await person(server, 'grace', 'general')
  await owner('admin.users.setAdmin', { user_id: server.about.people.grace.id })
  await administer(grace)
  await row(grace, 'People', 'Ada Byron').getByText('Primary owner').waitFor()
  await row(grace, 'People', 'linus@demo.example').getByRole('button').click()
  await grace.getByRole('dialog').getByRole('heading', { name: 'Account' }).waitFor()
  assert.equal(await grace.getByRole('button', { name: 'Transfer ownership…' }).count(), 0, 'it is not hers to hand on')
  await grace.keyboard.press('Escape')

  await administer(ada)
  await row(ada, 'People', 'grace@demo.example').getByRole('button').click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Transfer ownership…' }).click()
  const sure = ada.getByRole('dialog', { name: /^Make .* the primary owner/ })
  await sure.getByText('You’ll stay an owner').waitFor()
  assert.deepEqual(await violations(ada), [])
  await sure.getByLabel('Current password').fill('not this one')
  await sure.getByRole('button', { name: 'Transfer ownership' }).click()
  await sure.getByText('That’s not your current password.').waitFor()
  await sure.getByLabel('Current password').fill(server.about.people.ada.password)
  await sure.getByRole('button', { name: 'Transfer ownership' }).click()
  await row(ada, 'People', 'grace@demo.example').getByText('Primary owner').waitFor()
  assert.equal(await ada.getByRole('dialog').count(), 0)
  await row(ada, 'People', 'grace@demo.example').getByRole('button').click()
  await ada.locator('#side').getByRole('heading', { name: 'Grace Murray' }).waitFor()
  assert.equal(await ada.getByRole('dialog').count(), 0, 'nobody manages the primary owner')
  await row(grace, 'People', 'Ada Byron').getByRole('button').click()
  await grace.getByRole('dialog').getByRole('button', { name: 'Transfer ownership…' }).waitFor()
  await grace.context().close()
})

test('no page complained', () => {
  assert.deepEqual(ada.complaints, [])
})
