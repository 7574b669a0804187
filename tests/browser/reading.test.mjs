// What one says oneself is read, on every device; and what is read stays read once the server knows. Ada at two browsers,
// Linus at a third.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { act, closeBrowser, composer, message, open, person, write } from './people.mjs'
import { Server } from './server.mjs'

let server, desk, phone, ada

before(async () => {
  server = await Server.start()
  ada = await server.session('ada')
  desk = await person(server, 'ada', 'general')
  phone = await person(server, 'ada', 'general')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const id = (channel) => server.about.channels[channel] ?? channel
const say = (handle, channel, text, more = {}) => server.call(handle, 'chat.postMessage', { channel: id(channel), text, ...more })
const entry = (page, name) => page.getByRole('navigation').first().getByRole('link', { name })
const side = async (channel) => (await ada('client.counts')).channels.find((one) => one.id === id(channel))

/** Reads everything there is. */
async function clear() {
  for (const { id: channel, latest } of (await ada('client.counts')).channels) {
    if (latest) await server.call('ada', 'conversations.mark', { channel, ts: latest })
  }
  for (const page of [desk, phone]) await entry(page, /^Unread$/).waitFor()
}

/** That nothing is unread: no bold channel, no number, an empty view. */
async function allRead(page) {
  await entry(page, /^Unread/).click()
  await page.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
  assert.deepEqual(await page.getByRole('navigation').first().getByRole('link').filter({ has: page.getByText('unread', { exact: true }) }).allInnerTexts(), [])
  await entry(page, 'general').first().click()
}

/** The page is on the screen, but another window has the focus. */
const looks = (page, here) => page.evaluate((here) => {
  document.hasFocus = () => here
  dispatchEvent(new Event(here ? 'focus' : 'blur'))
}, here)

test('what one writes is read: after a reload, on the other device, in channels and direct messages', async () => {
  await clear()
  const direct = (await server.call('ada', 'conversations.open', { users: server.about.people.margaret.id })).channel.id
  await open(desk, 'engineering')
  await write(desk, 'Said at the desk')
  await message(desk, 'Said at the desk').waitFor()
  await desk.goto(`${server.url}/#/${direct}`)
  await composer(desk).waitFor()
  await write(desk, 'Said to Margaret')
  await message(desk, 'Said to Margaret').waitFor()
  await open(desk, 'general')
  await phone.getByRole('navigation').first().getByRole('link', { name: /Margaret/ }).waitFor()
  await allRead(phone)
  await desk.reload()
  await composer(desk).waitFor()
  await allRead(desk)
  assert.deepEqual([(await side('engineering')).unread_count, (await side(direct)).unread_count], [0, 0])
})

test('what one writes at one device takes the mark off on the other', async () => {
  await say('grace', 'engineering', 'Is anybody there?')
  for (const page of [desk, phone]) await entry(page, 'engineering').getByText('unread').waitFor({ state: 'attached' })
  await say('ada', 'engineering', 'I am, with a script')
  for (const page of [desk, phone]) await entry(page, 'engineering').getByText('unread').waitFor({ state: 'detached' })
})

test('a reply of one\'s own leaves no thread unread', async () => {
  const count = (page, number) => entry(page, number ? new RegExp(`^Threads\\D+${number}\\b`) : /^Threads$/).waitFor()
  const before = (await ada('threads.list', { limit: 1 })).unread_threads
  const { ts } = await say('ada', 'engineering', 'Which colour for the door?')
  await say('grace', 'engineering', 'Green', { thread_ts: ts })
  for (const page of [desk, phone]) await count(page, before + 1)
  await say('ada', 'engineering', 'Green it is', { thread_ts: ts })
  for (const page of [desk, phone]) await count(page, before)
  await desk.reload()
  await count(desk, before)
})

test('a message that comes while one looks draws no line, and one that comes behind another window does', async () => {
  await open(desk, 'random')
  await clear()
  await open(desk, 'general')
  await open(desk, 'random')
  await say('grace', 'random', 'While you look')
  await message(desk, 'While you look').waitFor()
  assert.equal(await desk.locator('#channel [data-unread]').count(), 0)
  await looks(desk, false)
  await say('grace', 'random', 'Behind your back')
  await desk.locator('[data-unread] + article').filter({ hasText: 'Behind your back' }).waitFor()
  await looks(desk, true)
  await entry(desk, 'random').getByText('unread').waitFor({ state: 'detached' })
  await say('grace', 'random', 'And on')
  await message(desk, 'And on').waitFor()
  await desk.locator('[data-unread] + article').filter({ hasText: 'Behind your back' }).waitFor()
})

test('a mark that did not get through is told again, and a reload before that tells the truth', async () => {
  await open(desk, 'general')
  await say('grace', 'engineering', 'Lost on the way')
  await entry(desk, 'engineering').getByText('unread').waitFor({ state: 'attached' })
  const marks = '**/api/conversations.mark'
  await desk.route(marks, (route) => route.abort())
  await open(desk, 'engineering')
  await message(desk, 'Lost on the way').waitFor()
  await open(desk, 'general')
  await entry(desk, 'engineering').getByText('unread').waitFor({ state: 'detached' })
  assert.equal((await side('engineering')).unread_count, 1)
  await desk.reload()
  await entry(desk, 'engineering').getByText('unread').waitFor({ state: 'attached' })
  await open(desk, 'engineering')
  await message(desk, 'Lost on the way').waitFor()
  await desk.unroute(marks)
  await entry(phone, 'engineering').getByText('unread').waitFor({ state: 'detached' })
  assert.equal((await side('engineering')).unread_count, 0)
})

test('marking unread after one has written holds, also after a reload', async () => {
  await open(desk, 'random')
  await write(desk, 'My last word')
  await message(desk, 'My last word').waitFor()
  await act(desk, 'And on', 'Mark unread from here')
  await desk.locator('[data-unread] + article').filter({ hasText: 'And on' }).waitFor()
  await open(desk, 'general')
  await entry(phone, 'random').getByText('unread').waitFor({ state: 'attached' })
  await desk.reload()
  await entry(desk, 'random').getByText('unread').waitFor({ state: 'attached' })
})
