// A channel of five thousand messages: read to its beginning and back, in a page that stays small.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { fill } from './archive.mjs'
import { clear, closeBrowser, composer, message, open, person, reads, rich, write, written } from './people.mjs'
import { Server } from './server.mjs'

const MESSAGES = 5_000
const WINDOW_MAX = 300

let server, page, channel

before(async () => {
  server = await Server.start()
  channel = (await server.call('linus', 'conversations.create', { name: 'archive' })).channel.id
  await server.call('linus', 'conversations.invite', { channel, users: server.about.people.ada.id })
  await fill(server, channel, MESSAGES)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const shown = () => page.locator('#channel article[data-message]').count()
const edge = (which) => page.evaluate((which) => [...document.querySelectorAll('#channel [data-message]')].at(which)?.dataset.message, which)
const scroll = (to) => page.evaluate((to) => { const box = document.querySelector('#channel .box'); box.scrollTop = to === 'top' ? 0 : box.scrollHeight }, to)

/** Turns page after page until there is none; the most messages that stood in the page at once. */
async function travel(to, arrived) {
  const which = to === 'top' ? 0 : -1
  let most = 0
  while (!(await arrived())) {
    const before = await edge(which)
    await scroll(to)
    await page.waitForFunction(([which, before, arrived]) => [...document.querySelectorAll('#channel [data-message]')].at(which)?.dataset.message !== before || document.querySelector(arrived), [which, before, to === 'top' ? '#channel .beginning' : '#channel .box:last-of-type:not(:has(+ .latest))'])
    most = Math.max(most, await shown())
  }
  return most
}

test('it opens at what is unread, as far as a page goes', async () => {
  page = await person(server, 'ada', 'archive')
  await page.locator('#channel article[data-message]').first().waitFor()
  assert.ok((await shown()) <= WINDOW_MAX)
})

test('up to the beginning the page never holds more than its window', async () => {
  const most = await travel('top', async () => (await page.locator('#channel .beginning').count()) > 0)
  assert.ok(most <= WINDOW_MAX, `${most} messages in the page`)
  await message(page, /^.*Line 1 of the archive/).first().waitFor()
  // The browser's own find-in-page sees what stands in the page, and begins at the field that has the focus.
  assert.equal(await page.evaluate(() => globalThis.find('Line 20 of the archive', false, false, true)), true)
})

test('what arrives meanwhile moves nothing and is counted', async () => {
  await scroll('top')
  const place = () => page.evaluate(() => document.querySelector('#channel [data-message]').getBoundingClientRect().top)
  const before = await place()
  for (const n of [1, 2, 3]) await server.call('linus', 'chat.postMessage', { channel, text: `Late ${n}` })
  await page.getByRole('button', { name: '3 new messages' }).waitFor()
  assert.equal(await place(), before)
})

test('and back to the end, where the last one waits', async () => {
  await page.getByRole('button', { name: '3 new messages' }).click()
  await message(page, 'Late 3').waitFor()
  assert.ok((await shown()) <= WINDOW_MAX)
})

test('a long text that is written, corrected and formatted does not let go of the end', async () => {
  const rest = () => page.evaluate(() => {
    const { scrollHeight, scrollTop, clientHeight } = document.querySelector('#channel .box')
    return Math.round(scrollHeight - scrollTop - clientHeight)
  })
  const steps = [
    () => composer(page).fill('First\n- one\n- two\n- three\n> quoted'),
    () => composer(page).press('End'),
    () => composer(page).pressSequentially(' text'),
    () => rich(page, false),
    () => rich(page, true),
    () => page.locator('#channel footer .ProseMirror li').first().waitFor(),
    () => clear(composer(page)),
  ]
  for (const [at, step] of steps.entries()) {
    await step()
    // The list follows with the next frame.
    await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))
    assert.equal(await rest(), 0, `after step ${at}`)
    assert.equal(await page.locator('#channel .latest').count(), 0, `after step ${at}`)
  }
})

test('in the middle neither what comes below nor what is loaded above moves the line that is read', async () => {
  await open(page, 'general')
  await open(page, 'archive')
  await page.evaluate(() => {
    const box = document.querySelector('#channel .box')
    box.scrollTop = Math.max(0, box.scrollHeight / 3)
  })
  const row = await page.evaluate(() => {
    const box = document.querySelector('#channel .box').getBoundingClientRect()
    return [...document.querySelectorAll('#channel [data-message]')].find((row) => row.getBoundingClientRect().top > box.top + 40).dataset.message
  })
  const top = () => page.evaluate((row) => Math.round(document.querySelector(`[data-message="${row}"]`).getBoundingClientRect().top), row)
  const before = await top()
  const first = await edge(0)
  for (const n of [4, 5, 6]) await server.call('linus', 'chat.postMessage', { channel, text: `Late ${n}\nwith\nlines` })
  // Seen in the list or counted below it: either way the page knows of it.
  await page.waitForFunction(() => /Late 6/.test(document.querySelector('#channel').textContent) || /new message/.test(document.querySelector('#channel .latest')?.textContent ?? ''))
  assert.ok(Math.abs((await top()) - before) <= 1)
  await page.evaluate((n) => (document.querySelector('#channel .box').scrollTop -= n), 1)
  if ((await edge(0)) === first) return
  assert.ok(Math.abs((await top()) - before) <= 2)
})

test('on a slow line a message is on the page before the server has it', async () => {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.emulateNetworkConditions', { offline: false, latency: 2_000, downloadThroughput: 20_000, uploadThroughput: 20_000 })
  let answered = false
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/chat.postMessage')).then(() => (answered = true))
  await write(page, 'Slow but sure')
  await page.locator('#channel').getByText('Slow but sure').first().waitFor()
  assert.equal(answered, false)
  assert.equal(await written(page), '')
  await answer
  await message(page, 'Slow but sure').waitFor()
  await client.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
})

test('two windows of one person read as one', async () => {
  const second = await page.context().newPage()
  await second.goto(server.url)
  await second.getByRole('navigation').getByRole('link', { name: 'random' }).first().waitFor()
  await open(second, 'general')
  await open(page, 'random')
  await server.call('linus', 'chat.postMessage', { channel: server.about.channels.general, text: 'For both windows' })
  await message(second, 'For both windows').waitFor()
  await second.bringToFront()
  // Read in one window, it is read in the other.
  await page.waitForFunction(() => ![...document.querySelectorAll('nav a')].some((link) => /general/.test(link.textContent) && /unread/.test(link.textContent)))
  await composer(second).fill('begun in one window')
  await open(page, 'general')
  await reads(page, 'begun in one window')
  await second.close()
})
