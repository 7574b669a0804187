// The way through the administration: its list in place of the sidebar, the number where somebody is needed, rows that open
// under the keyboard, and on a phone the list first, then a page.

import assert from 'node:assert/strict'
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

const pages = (page) => page.getByRole('navigation', { name: 'Administration' })
const sidebar = (page) => page.getByRole('navigation', { name: 'Channels and people' })
const title = (page, name) => page.getByRole('heading', { level: 2, name })

async function administer(page) {
  await page.getByRole('button', { name: / menu$/ }).click()
  await page.getByRole('button', { name: 'Administration' }).click()
}

test('the list replaces the sidebar, in groups, and gives it back', async () => {
  const ada = await person(server, 'ada', 'general')
  await administer(ada)
  await title(ada, 'Health').waitFor()
  assert.equal(await sidebar(ada).count(), 0)
  const groups = await Promise.all((await pages(ada).getByRole('list').all()).map((group) => group.getByRole('link').count()))
  assert.deepEqual(groups, [1, 4, 2])
  await pages(ada).getByRole('link', { name: 'People' }).click()
  await title(ada, 'People').waitFor()
  assert.equal(await pages(ada).getByRole('link', { name: 'People' }).getAttribute('aria-current'), 'page')
  await pages(ada).getByRole('button', { name: /^Back to / }).click()
  await sidebar(ada).waitFor()
  await ada.locator('#channel-name').filter({ hasText: 'general' }).waitFor()
  assert.equal(await pages(ada).count(), 0)
  await ada.context().close()
})

test('a number says where somebody is needed, on whatever page one is', async () => {
  const ada = await person(server, 'ada')
  const { warnings } = await (await server.session('ada'))('admin.health.info')
  assert.ok(warnings.length > 0, 'there is something to see to')
  await ada.evaluate(() => (location.hash = '#/admin.channels'))
  await pages(ada).getByRole('link', { name: /^Health \d+ things? needs? attention/ }).waitFor()
  const told = await pages(ada).getByRole('link', { name: /^Health/ }).innerText()
  await pages(ada).getByRole('link', { name: /^Health/ }).click()
  const cards = ada.getByRole('list', { name: 'How the server is doing' }).locator(':scope > li')
  await cards.first().waitFor()
  assert.match(await cards.first().innerText(), /^Keys/, 'the worst comes first')
  const verdict = await ada.getByText(/needs? attention\.$/).filter({ visible: true }).last().innerText()
  assert.equal(Number(/\d+/.exec(verdict)), Number(/\d+/.exec(told)))
  assert.equal(await ada.getByText('Running since').isVisible(), false, 'facts are folded')
  await ada.getByText('Details', { exact: true }).click()
  await ada.getByText('Running since').waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.context().close()
})

test('a list is one tab stop; arrows move along it, and Enter opens', async () => {
  const ada = await person(server, 'ada')
  await ada.evaluate(() => (location.hash = '#/admin.people'))
  const people = ada.getByRole('list', { name: 'People' })
  await people.getByRole('button', { name: 'Ada Byron' }).waitFor()
  const stops = () => ada.locator('[data-row]').evaluateAll((rows) => rows.filter((row) => row.tabIndex === 0).map((row) => row.textContent.trim()))
  assert.equal((await stops()).length, 2, 'one of the pages, and one of the people')
  await ada.getByRole('button', { name: 'Invite people' }).focus()
  await ada.keyboard.press('Tab')
  await ada.keyboard.press('End')
  await ada.keyboard.press('ArrowUp')
  await ada.keyboard.press('ArrowDown')
  const last = await people.getByRole('button').last().innerText()
  assert.equal(await ada.evaluate(() => document.activeElement.textContent), last)
  assert.ok((await stops()).includes(last), 'Tab comes back to where one was')
  await ada.keyboard.press('Enter')
  await ada.getByRole('dialog', { name: last }).waitFor()
  await ada.keyboard.press('Escape')
  assert.equal(await ada.evaluate(() => document.activeElement.textContent), last)
  // What is searched for takes the row away, and the list stays a tab stop.
  await ada.getByRole('searchbox').fill('Grace')
  await people.getByRole('button', { name: last }).waitFor({ state: 'detached' })
  assert.ok((await stops()).includes('Grace Murray'))
  // Wherever one presses on a row, it opens.
  await people.getByText('Administrator').click({ force: true })
  await ada.getByRole('dialog', { name: 'Grace Murray' }).waitFor()
  await ada.context().close()
})

test('on a phone the list comes first, then a page, and back the same way', async () => {
  const ada = await person(server, 'ada', undefined, { viewport: PHONE })
  await ada.evaluate(() => (location.hash = '#/'))
  await ada.getByRole('button', { name: / menu$/ }).click()
  await ada.locator('#team-menu').getByRole('button', { name: 'Administration' }).click()
  await pages(ada).waitFor()
  assert.equal(await title(ada, 'Health').isVisible(), false, 'no page is open yet')
  assert.deepEqual(await violations(ada), [])
  await pages(ada).getByRole('link', { name: 'Workspace' }).click()
  await title(ada, 'Workspace').waitFor()
  assert.equal(await pages(ada).isVisible(), false)
  await ada.locator('#channel header').getByRole('button', { name: /^Back/ }).click()
  await pages(ada).waitFor()
  assert.equal(await title(ada, 'Workspace').isVisible(), false)
  await pages(ada).getByRole('button', { name: /^Back to / }).click()
  await sidebar(ada).waitFor()
  await ada.context().close()
})

test('a member sees none of it, and keeps their sidebar', async () => {
  const linus = await person(server, 'linus', 'general')
  for (const view of ['admin', 'admin.people', 'admin.health']) {
    await linus.evaluate((view) => (location.hash = `#/${view}`), view)
    await linus.getByText('Only owners and administrators').waitFor()
    assert.equal(await pages(linus).count(), 0)
    assert.equal(await sidebar(linus).isVisible(), true)
  }
  assert.deepEqual(linus.complaints, [])
  await linus.context().close()
})
