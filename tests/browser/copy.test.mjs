// What the clipboard holds when messages are marked and copied: names, times and what was said.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, composer, message, open, person } from './people.mjs'
import { settled } from './places.mjs'
import { Server } from './server.mjs'

let server, ada, room

const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

before(async () => {
  server = await Server.start()
  room = server.about.channels.engineering
  const say = (handle, text, more = {}) => server.call(handle, 'chat.postMessage', { channel: room, text, ...more })
  await server.call('linus', 'users.profile.set', { profile: { status_text: 'At the dentist', status_emoji: ':tooth:' } })
  const first = await say('ada', 'Good morning, everybody')
  await say('ada', `See <@${server.about.people.linus.id}> in <#${server.about.channels.general}>, *bold*  :tada:`)
  const third = await say('linus', 'Three things\n• one\n• two\n1. first\n2. second\n> said before\n```let a = 1\nlet b = 2```')
  await say('linus', 'The last of these')
  await server.call('ada', 'reactions.add', { channel: room, timestamp: first.ts, name: 'rocket' })
  await server.call('ada', 'stars.add', { channel: room, timestamp: first.ts })
  await server.call('ada', 'pins.add', { channel: room, timestamp: first.ts })
  await server.call('ada', 'chat.update', { channel: room, ts: first.ts, text: 'Good morning, all' })
  await say('linus', 'Only in the thread', { thread_ts: first.ts })
  await say('ada', 'And so is this', { thread_ts: first.ts })
  await server.call('linus', 'reactions.add', { channel: room, timestamp: third.ts, name: 'eyes' })
  ada = await person(server, 'ada', 'engineering')
  await message(ada, 'The last of these').waitFor()
  await settled(ada)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** Marks from the beginning of one element to the end of another, presses Ctrl C, and gives what was put into the clipboard. */
async function copy(page, from, to) {
  const [start, end] = [await from.elementHandle(), await to.elementHandle()]
  await page.evaluate(
    ([start, end]) => {
      const range = document.createRange()
      range.setStart(start, 0)
      range.setEnd(end, end.childNodes.length)
      getSelection().removeAllRanges()
      getSelection().addRange(range)
      globalThis.__copied = undefined
      addEventListener('copy', ({ clipboardData, defaultPrevented }) => (globalThis.__copied = { plain: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html'), own: defaultPrevented }), { once: true })
    },
    [start, end],
  )
  // How messages are copied is loaded with the first words that are marked.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/copying-/.test(name)))
  await page.waitForTimeout(100)
  await page.keyboard.press('Control+c')
  return page.evaluate(() => globalThis.__copied)
}

const HIDDEN = /Saved|Pinned|edited|dentist|tooth|rocket|eyes|repl(y|ies)|thread|Copy|React|button/i
const TIME = /\d\d:\d\d/.source

test('several messages are names, times and text, each name once', async () => {
  const { plain, html } = await copy(ada, message(ada, 'Good morning, all'), message(ada, 'The last of these'))
  assert.match(
    plain,
    new RegExp(
      `^Ada Byron ${TIME}\nGood morning, all\nSee @Linus [^\n]+ in #general, bold  (🎉|:tada:)\n\nLinus [^\n]+ ${TIME}\nThree things\n\n?• one\n• two\n\n?1\\. first\n2\\. second\n\n?> said before\n\n?let a = 1\nlet b = 2\nThe last of these$`,
    ),
  )
  assert.doesNotMatch(plain, HIDDEN)
  assert.doesNotMatch(html.replaceAll(/<[^>]*>/g, ' '), HIDDEN)
  for (const form of ['<strong>bold</strong>', '<li>one</li>', '<ol>', '<blockquote>', '<pre>']) assert.ok(html.includes(form), `${form} in ${html}`)
  assert.doesNotMatch(html, /class=|style=|data-|<button|<svg|<img/)
})

test('a selection by mouse, from within one message into another, begins with whose words they are', async () => {
  await message(ada, 'The last of these').scrollIntoViewIfNeeded()
  const from = await message(ada, 'See @Linus').locator('strong').boundingBox()
  const to = await message(ada, 'The last of these').getByText('The last of these').boundingBox()
  // A press on words that are marked would drag them.
  await ada.evaluate(() => getSelection().removeAllRanges())
  await ada.mouse.move(from.x + 1, from.y + from.height / 2)
  await ada.mouse.down()
  await ada.mouse.move(to.x + 30, to.y + to.height / 2, { steps: 8 })
  await ada.mouse.up()
  await ada.evaluate(() => addEventListener('copy', ({ clipboardData }) => (globalThis.__copied = { plain: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') }), { once: true }))
  await ada.keyboard.press('Control+c')
  const { plain } = await ada.evaluate(() => globalThis.__copied)
  assert.match(plain, new RegExp(`^Ada Byron ${TIME}\n(old|bold)  (🎉|:tada:)\n\nLinus [^\n]+ ${TIME}\nThree things`))
  assert.match(plain, /\nThe( [a-z ]*)?$/)
  assert.doesNotMatch(plain, HIDDEN)
})

test('words of one message are those words, and a word or a line of code is left to the browser', async () => {
  const row = message(ada, 'Good morning, all')
  const { plain } = await copy(ada, row.locator('.body'), row.locator('.body'))
  assert.equal(plain, 'Good morning, all')
  const code = await copy(ada, message(ada, 'Three things').locator('pre'), message(ada, 'Three things').locator('pre'))
  assert.equal(code.own, false)
})

test('the same in a thread', async () => {
  await message(ada, 'Good morning, all').getByRole('button', { name: /repl/ }).click()
  await message(ada, 'And so is this', '#thread').waitFor()
  const { plain } = await copy(ada, message(ada, 'Good morning, all', '#thread'), message(ada, 'And so is this', '#thread'))
  assert.match(plain, new RegExp(`^Ada Byron ${TIME}\nGood morning, all\n\nLinus [^\n]+ ${TIME}\nOnly in the thread\n\nAda Byron ${TIME}\nAnd so is this$`))
})

test('and in an excerpt, with an emoji of the workspace by its name', async () => {
  await ada.evaluate(() => (location.hash = '#/emoji'))
  await ada.getByRole('button', { name: 'Add emoji' }).click()
  await ada.locator('dialog[open] input[type=file]').setInputFiles({ name: 'lighthouse.png', mimeType: 'image/png', buffer: Buffer.from(PICTURE, 'base64') })
  await ada.locator('dialog[open] button.primary').click()
  await ada.locator('dialog[open]').waitFor({ state: 'detached' })
  const { ts } = await server.call('ada', 'chat.postMessage', { channel: room, text: 'Look: :lighthouse: shines' })
  await server.call('ada', 'stars.add', { channel: room, timestamp: ts })
  await ada.goto(`${server.url}/#/saved`)
  const card = message(ada, 'shines')
  await card.locator('img[alt=":lighthouse:"]').waitFor()
  const { plain, html } = await copy(ada, card, card)
  assert.match(plain, new RegExp(`^Ada Byron ${TIME}\nLook: :lighthouse: shines$`))
  assert.ok(!html.includes('<img'))
})

test('what is written in a field is copied as it is', async () => {
  await open(ada, 'engineering')
  await composer(ada).fill('my own words')
  await composer(ada).press('Control+a')
  await ada.evaluate(() => addEventListener('copy', ({ clipboardData }) => (globalThis.__own = clipboardData.getData('text/plain')), { once: true }))
  await ada.keyboard.press('Control+c')
  assert.equal(await ada.evaluate(() => globalThis.__own), 'my own words')
  assert.deepEqual(ada.complaints, [])
})
