// A thread of seven hundred replies: read from its end to its beginning and back, its root above all of it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, message, open, person, write } from './people.mjs'
import { Server } from './server.mjs'

const REPLIES = 700
let server, channel, root, page

before(async () => {
  server = await Server.start()
  channel = (await server.call('ada', 'conversations.create', { name: 'harbour' })).channel.id
  root = (await server.call('ada', 'chat.postMessage', { channel, text: 'Which boats are in?' })).ts
  for (let n = 1; n <= REPLIES; n += 1) await server.call('ada', 'chat.postMessage', { channel, thread_ts: root, text: `Boat number ${n}.` })
  await server.call('ada', 'chat.postMessage', { channel, text: 'And the ferry?' })
  page = await person(server, 'ada', 'harbour')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const BOX = '#thread .box'
const reply = (text) => message(page, text, '#thread').filter({ hasText: new RegExp(`Boat number ${text}\\.`) })
const top = () => page.locator('#thread [data-message]').first()

/** Turns the wheel until a reply is there; what is read must not jump meanwhile. */
async function wheel(to, by) {
  const box = await page.locator(BOX).boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let tries = 0; tries < 200 && !(await reply(to).count()); tries += 1) {
    await page.mouse.wheel(0, by)
    await page.waitForTimeout(40)
  }
  await reply(to).waitFor()
}

/** The numbers that are in the page, in their order. */
const numbers = () => page.locator('#thread [data-message]').evaluateAll((rows) => rows.map((row) => Number(/Boat number (\d+)/.exec(row.textContent)?.[1] ?? 0)))

async function whole() {
  const [head, ...rest] = await numbers()
  assert.equal(head, 0)
  assert.ok(rest.length <= 300)
  assert.deepEqual(rest, rest.map((_, n) => rest[0] + n))
}

test('it opens on its end, under its root', async () => {
  await message(page, 'Which boats are in?').getByRole('button', { name: `${REPLIES} replies` }).click()
  await reply(REPLIES).waitFor()
  assert.match(await top().innerText(), /Which boats are in/)
  assert.ok(await reply(REPLIES).evaluate((row) => row.getBoundingClientRect().bottom <= innerHeight))
  await whole()
})

test('it is read to its beginning and back to its end', async () => {
  await wheel(1, -900)
  await whole()
  await page.locator(BOX).evaluate((box) => box.scrollTo(0, 0))
  await page.locator('#thread').getByText('Loading messages').waitFor({ state: 'detached' })
  assert.match(await top().innerText(), /Which boats are in/)
  assert.equal(await reply(REPLIES).count(), 0)
  await wheel(REPLIES, 900)
  await whole()
})

test('pages that come above what is read do not move it, at the very top neither', async () => {
  await page.reload()
  await reply(REPLIES).waitFor()
  await page.locator(BOX).evaluate((box) => box.scrollTo(0, 0))
  // The root is in sight, and what is older comes below it: not all of it at once.
  await page.waitForTimeout(600)
  assert.ok((await numbers())[1] > 400)
})

test('what is said while one reads further up waits, and sending goes there', async () => {
  await wheel(1, -900)
  await server.call('ada', 'chat.postMessage', { channel, thread_ts: root, text: 'Boat number 701.' })
  await page.locator('#thread').getByRole('button', { name: /1 new message/ }).waitFor()
  await whole()
  await write(page, 'Boat number 702.', '#thread')
  await reply(702).waitFor()
  await whole()
})

test('among the threads too, earlier and later replies are in reach', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Threads' }).click()
  const card = page.locator('[data-card]').filter({ hasText: 'Which boats are in?' })
  await card.getByText('Boat number 702.', { exact: true }).waitFor()
  const earlier = card.getByRole('button', { name: /earlier repl/ })
  for (let tries = 0; tries < 30 && (await earlier.count()); tries += 1) {
    await earlier.click()
    await page.waitForTimeout(120)
  }
  await card.getByText('Boat number 1.', { exact: true }).waitFor()
  assert.ok((await card.locator('[data-message]').count()) <= 301)
  const later = card.getByRole('button', { name: 'Show later replies' })
  for (let tries = 0; tries < 30 && (await later.count()); tries += 1) {
    await later.click()
    await page.waitForTimeout(120)
  }
  await card.getByText('Boat number 702.', { exact: true }).waitFor()
  await card.getByText('Which boats are in?').first().waitFor()
})
