// Hebrew and Arabic beside English: what is written from the right is shown from the right. And which Enter sends.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { clear, closeBrowser, composer, message, open, person, write, written } from './people.mjs'
import { settled } from './places.mjs'
import { Server } from './server.mjs'

const HEBREW = 'שלום לכולם, מה שלומכם היום?'
let server, ada, room

before(async () => {
  server = await Server.start()
  room = (await server.call('ada', 'conversations.create', { name: 'עברית' })).channel.id
  await server.call('ada', 'conversations.setTopic', { channel: room, topic: 'על הפרויקט, in short' })
  await server.call('grace', 'users.profile.set', { profile: { display_name: 'גרייס מאריי' } })
  await server.call('grace', 'conversations.join', { channel: room })
  const say = (text) => server.call('grace', 'chat.postMessage', { channel: room, text })
  const { ts } = await say(HEBREW)
  await say('In English first\nואז בעברית')
  await say('> ציטוט קצר\n• אחד\n• שניים')
  await say('• one\n• two')
  await server.call('grace', 'reactions.add', { channel: room, timestamp: ts, name: 'tada' })
  await server.call('grace', 'chat.postMessage', { channel: room, thread_ts: ts, text: 'תשובה' })
  ada = await person(server, 'ada', 'עברית')
  await message(ada, HEBREW).waitFor()
  await settled(ada)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const rightToLeft = (locator) => locator.evaluate((element) => getComputedStyle(element).direction === 'rtl' && getComputedStyle(element).textAlign === 'start')
/** At which side of an element its first line begins: where the words end on the other side does not matter. */
const begins = (locator, line = 0) =>
  locator.evaluate((element, line) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const nodes = []
    while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode)
    const range = document.createRange()
    range.selectNodeContents(nodes[line])
    const words = range.getBoundingClientRect()
    const box = element.getBoundingClientRect()
    return box.right - words.right < words.left - box.left ? 'right' : 'left'
  }, line)

test('a message, its name and its lines run from their own side', async () => {
  assert.equal(await begins(message(ada, HEBREW).locator('.body')), 'right')
  assert.ok(await rightToLeft(message(ada, HEBREW).locator('.body')))
  assert.ok(await rightToLeft(message(ada, HEBREW).locator('.name')))
  const mixed = message(ada, 'In English first').locator('.body')
  assert.equal(await begins(mixed, 0), 'left')
  assert.equal(await begins(mixed, 1), 'right')
})

test('lists and quotes are set off at the side they begin', async () => {
  const row = message(ada, 'ציטוט קצר')
  for (const [part, property] of [['blockquote', 'borderRightWidth'], ['ul', 'paddingRight']]) {
    const style = await row.locator(part).evaluate((element, property) => [getComputedStyle(element)[property], getComputedStyle(element)[property.replace('Right', 'Left')]], property)
    assert.notEqual(style[0], '0px', part)
    assert.equal(style[1], '0px', part)
  }
  assert.equal(await message(ada, 'one').locator('ul').evaluate((element) => getComputedStyle(element).paddingRight), '0px')
})

test('so do the sidebar, the title, the topic, the thread and what one writes', async () => {
  assert.ok(await rightToLeft(ada.getByRole('navigation').getByRole('link', { name: 'עברית' }).first().locator('.name')))
  assert.ok(await rightToLeft(ada.locator('#channel-name')))
  assert.ok(await rightToLeft(ada.locator('#channel header .topic')))
  await message(ada, HEBREW).getByRole('button', { name: /repl/ }).click()
  await message(ada, 'תשובה', '#thread').waitFor()
  assert.ok(await rightToLeft(message(ada, 'תשובה', '#thread').locator('.body')))
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await composer(ada).fill('שלום')
  assert.ok(await composer(ada).evaluate((field) => (field.querySelector('p') ?? field).matches('[dir=auto]:dir(rtl)')))
  await composer(ada).fill('hello')
  assert.ok(await composer(ada).evaluate((field) => (field.querySelector('p') ?? field).matches(':dir(ltr)')))
  await clear(composer(ada))
  const rich = ada.locator('#channel footer .ProseMirror')
  await rich.click()
  await ada.keyboard.type('hello')
  await ada.keyboard.press('Shift+Enter')
  await ada.keyboard.type('שלום')
  assert.equal(await begins(rich.locator('p').first()), 'left')
  assert.equal(await begins(rich.locator('p').last()), 'right')
  await ada.keyboard.press('Control+a')
  await ada.keyboard.press('Delete')
})

test('a name in a sentence does not turn the words around it', async () => {
  const title = await message(ada, HEBREW).getByRole('button', { name: /reacted with/ }).getAttribute('title')
  assert.match(title, /\u2068גרייס מאריי\u2069/)
  await composer(ada).pressSequentially('@גריי')
  const option = ada.getByRole('option', { name: /גרייס/ })
  await option.waitFor()
  assert.ok(await rightToLeft(option.locator('.label')))
  await clear(composer(ada))
})

/** Presses Enter as a browser tells of it, after the end of a composition or without one. */
const enter = (page, composed, init) =>
  composer(page).evaluate(
    (field, [composed, init]) => {
      if (composed) field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '火' }))
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...init }))
    },
    [composed, init],
  )

test('the Enter that an input method took sends nothing, in no browser', async () => {
  await open(ada, 'engineering')
  await composer(ada).fill('火')
  await enter(ada, false, { isComposing: true, keyCode: 229 })
  await enter(ada, true, { keyCode: 229 })
  await ada.waitForTimeout(100)
  assert.equal(await written(ada), '火')
  await enter(ada, false, { keyCode: 229 })
  await ada.waitForTimeout(100)
  assert.equal(await written(ada), '火')
  await enter(ada, false, { keyCode: 13 })
  await message(ada, '火').waitFor()
  assert.equal(await written(ada), '')
})

test('an emoji is found by a word of the page\'s language', async () => {
  for (const [locale, word, name] of [['de-DE', ':Daumen', ':+1:'], ['fr-FR', ':fête', ':tada:'], ['fr-FR', ':pouce', ':+1:'], ['de-DE', ':Party', ':tada:']]) {
    const page = await person(server, 'linus', undefined, { locale })
    await page.evaluate((channel) => (location.hash = `#/${channel}`), server.about.channels.engineering)
    await page.locator('#channel article').first().waitFor()
    await composer(page).pressSequentially(word)
    await page.getByRole('option').filter({ hasText: name }).waitFor()
    await page.context().close()
  }
})

test('somebody with an Å is found without it, and a call to all comes first', async () => {
  await composer(ada).pressSequentially('@ang')
  await ada.getByRole('option', { name: /Ångström/ }).waitFor()
  await clear(composer(ada))
  await composer(ada).pressSequentially('@h')
  await ada.getByRole('option').first().waitFor()
  assert.match(await ada.getByRole('option').first().innerText(), /^@here/)
  await clear(composer(ada))
  await write(ada, 'done')
  assert.deepEqual(ada.complaints, [])
})
