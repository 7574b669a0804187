// The demo's bot posts every kind of block; Ada reads them.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { postKit } from './kit.mjs'
import { closeBrowser, message, open, person, PHONE } from './people.mjs'
import { Server } from './server.mjs'

let server, ada

before(async () => {
  server = await Server.start()
  await postKit(server, server.about.channels.engineering)
  ada = await person(server, 'ada', 'engineering')
  await message(ada, 'Posted').waitFor()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const all = (page) => page.locator('#channel [role=group]').first()

/** Opens everything that is cut. */
async function whole(page) {
  for (const more = page.getByRole('button', { name: 'Show more' }); await more.count(); ) await more.first().click()
}

test('rich text: styles, people, lists, quotes and code', async () => {
  const row = message(ada, 'slanted')
  for (const [tag, text] of [['strong', 'Bold'], ['em', 'slanted'], ['s', 'struck'], ['u', 'underlined'], ['code', 'code()'], ['blockquote', 'A quote of\ntwo lines']]) assert.equal(await row.locator(tag).first().innerText(), text)
  assert.equal(await row.locator('ol').first().getAttribute('start'), '3')
  await row.getByRole('button', { name: '@Ada Byron' }).waitFor()
  await row.getByRole('link', { name: '#general' }).waitFor()
})

test('code has its words marked, and is copied with one press', async () => {
  const row = message(ada, 'slanted')
  await row.locator('pre .keyword').first().waitFor()
  assert.equal(await row.locator('pre .keyword').first().innerText(), 'fn')
  await ada.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await row.locator('pre').hover()
  await row.getByRole('button', { name: 'Copy code' }).click()
  await row.getByRole('button', { name: 'Copied' }).waitFor()
  assert.match(await ada.evaluate(() => navigator.clipboard.readText()), /^fn page\(cursor/)
})

test('a section with an accessory, fields and a button that is a link', async () => {
  const row = message(ada, 'all 412 checks passed')
  assert.equal(await row.getByRole('link', { name: 'Open' }).getAttribute('href'), 'https://example.org/open')
  await row.getByText('Plain *not bold*').waitFor()
  assert.ok(await row.getByRole('button', { name: 'Promote' }).isDisabled())
  // A picture elsewhere is named, and a link to it.
  await row.getByRole('link', { name: 'A lighthouse at night' }).waitFor()
})

test('menus and fields look like what they are, with what is chosen in them', async () => {
  const row = message(ada, 'What shall be done?')
  await whole(ada)
  for (const name of ['Pick a region', 'Grace Murray', '#general', 'North', '4 May 2026', 'Start the workflow']) await row.getByRole('button', { name }).first().waitFor()
  assert.ok(await row.getByRole('checkbox', { name: 'Build' }).isChecked())
  assert.ok(await row.getByRole('radio', { name: 'Today' }).isChecked())
  assert.equal(await row.getByRole('textbox', { name: 'Why' }).inputValue(), 'Because')
  assert.equal(await row.getByRole('spinbutton', { name: 'How many' }).inputValue(), '3')
})

test('rare blocks have a form', async () => {
  const row = message(ada, 'The disk is full')
  await whole(ada)
  assert.deepEqual(await row.getByRole('table').last().locator('th').allInnerTexts(), ['Host', 'Load'])
  for (const text of ['A heading', 'How it is done', 'A card', 'Read the logs', 'Inside a container']) await row.getByText(text).first().waitFor()
})

test('attachments: all their parts, their colour, and a long one is cut', async () => {
  const row = message(ada, 'Two alerts')
  for (const text of ['Before it:', 'Watchtower', 'Margaret', 'Latency is high', '410 ms', 'What to do', 'Silence']) await row.getByText(text).first().waitFor()
  assert.equal(await row.locator('.attachment').first().evaluate((node) => getComputedStyle(node).borderLeftColor), 'rgb(138, 85, 192)')
  // `mrkdwn_in` does not name the text, so its marks are signs.
  await row.getByText('line 1 of *a long log*').waitFor()
})

test('a long message is cut until one wants it whole', async () => {
  const page = await person(server, 'grace', 'engineering')
  const row = message(page, 'Paragraph 1 of')
  const more = row.getByRole('button', { name: 'Show more' })
  const before = (await row.boundingBox()).height
  await more.click()
  assert.ok((await row.boundingBox()).height > before * 2)
  await row.getByRole('button', { name: 'Show less' }).click()
  assert.equal((await row.boundingBox()).height, before)
  await page.context().close()
})

test('a link to a message shows it, follows its edits, and leads to it', async () => {
  const { general, engineering } = server.about.channels
  const { ts } = await server.call('margaret', 'chat.postMessage', { channel: general, text: 'The *original* words' })
  const link = `${server.url}/archives/${general}/p${ts.replace('.', '')}`
  await server.call('margaret', 'chat.postMessage', { channel: engineering, text: `As I said: ${link}` })
  const card = message(ada, 'As I said').locator('.card')
  await card.getByText('Margaret Heafield').waitFor()
  assert.equal(await card.locator('strong').last().innerText(), 'original')
  await server.call('margaret', 'chat.update', { channel: general, ts, text: 'The mended words' })
  await card.getByText('The mended words').waitFor()
  await card.getByRole('link', { name: /in #general/ }).click()
  await ada.locator('article.target').filter({ hasText: 'The mended words' }).waitFor()
  await open(ada, 'engineering')
})

test('a reply that is linked to is found in its thread', async () => {
  const { general, engineering } = server.about.channels
  const root = await server.call('margaret', 'chat.postMessage', { channel: general, text: 'A root' })
  const reply = await server.call('linus', 'chat.postMessage', { channel: general, text: 'Deep in a thread', thread_ts: root.ts })
  const link = `${server.url}/archives/${general}/p${reply.ts.replace('.', '')}`
  await server.call('margaret', 'chat.postMessage', { channel: engineering, text: `Read this: ${link}` })
  await message(ada, 'Read this').locator('.card').getByText('Deep in a thread').waitFor()
})

test('who may not see the linked message sees that there is one, and nothing of it', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'quiet-room', is_private: true })
  const { ts } = await server.call('ada', 'chat.postMessage', { channel: channel.id, text: 'Between the few of us' })
  await server.call('ada', 'chat.postMessage', { channel: server.about.channels.engineering, text: `Secretly: ${server.url}/archives/${channel.id}/p${ts.replace('.', '')}` })
  await message(ada, 'Secretly').locator('.card').getByText('Between the few of us').waitFor()
  const linus = await person(server, 'linus', 'engineering')
  await message(linus, 'Secretly').getByText('A message from a channel you’re not in').waitFor()
  assert.equal(await linus.getByText('Between the few of us').count(), 0)
  assert.equal(await linus.getByRole('alert').filter({ hasText: /./ }).count(), 0)
  await linus.context().close()
})

for (const [colorScheme, viewport] of [['light', undefined], ['dark', PHONE]]) {
  test(`axe finds nothing in them, ${colorScheme}`, async () => {
    const page = await person(server, 'linus', undefined, { colorScheme, ...(viewport && { viewport }) })
    await open(page, 'engineering')
    await message(page, 'Posted').waitFor()
    await whole(page)
    await all(page).locator('pre .keyword').first().waitFor()
    assert.deepEqual(await violations(page), [])
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
