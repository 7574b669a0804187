// The rich field comes when somebody begins to write: until then the plain one takes what is typed, and nothing is lost on the way.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { clear, closeBrowser, composer, message, open, person, reads, write, written } from './people.mjs'
import { Server } from './server.mjs'

let server, ada

/** Holds back the rich field's code until the answer is called. */
async function slow(page) {
  await page.unrouteAll()
  let goOn
  const held = new Promise((resolve) => (goOn = resolve))
  const asked = new Promise((resolve) =>
    void page.route('**/assets/RichField-*.js', async (route) => {
      resolve()
      await held
      await route.continue()
    }),
  )
  return { asked, goOn }
}

const footer = (page) => page.locator('#channel footer')
const richField = (page) => footer(page).locator('.ProseMirror')

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

test('letters typed while it comes are all there, and the cursor goes on where it was', async () => {
  const line = await slow(ada)
  await ada.reload()
  await composer(ada).waitFor()
  await ada.keyboard.type('Hello *Grace*, the quick fox ')
  await line.asked
  assert.equal(await footer(ada).locator('textarea').count(), 1)
  for (let n = 0; n < 4; n += 1) await ada.keyboard.press('ArrowLeft')
  // The field comes between two letters.
  const typing = ada.keyboard.type('brown and rather sly ', { delay: 15 })
  line.goOn()
  await typing
  await richField(ada).locator('strong', { hasText: 'Grace' }).waitFor()
  await reads(ada, 'Hello Grace, the quick brown and rather sly fox ')
  await ada.keyboard.type('red ')
  await reads(ada, 'Hello Grace, the quick brown and rather sly red fox ')
  await ada.keyboard.press('Enter')
  await reads(ada, '')
})

test('what is selected stays selected', async () => {
  const line = await slow(ada)
  await ada.reload()
  await composer(ada).waitFor()
  await ada.keyboard.type('one two three')
  await line.asked
  for (let n = 0; n < 5; n += 1) await ada.keyboard.press('Shift+ArrowLeft')
  line.goOn()
  await richField(ada).waitFor()
  await ada.keyboard.type('four')
  await reads(ada, 'one two four')
  await ada.keyboard.press('Enter')
  await reads(ada, '')
})

test('a composition is not broken off: the field comes when it has ended', async () => {
  const line = await slow(ada)
  await ada.reload()
  await composer(ada).waitFor()
  await composer(ada).focus()
  const cdp = await ada.context().newCDPSession(ada)
  await ada.keyboard.press('Shift')
  await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await line.asked
  line.goOn()
  await ada.waitForTimeout(500)
  assert.equal(await richField(ada).count(), 0)
  await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  await cdp.send('Input.insertText', { text: '日本' })
  await richField(ada).waitFor()
  await ada.keyboard.type('!')
  await reads(ada, '日本!')
  await ada.keyboard.press('Enter')
  await reads(ada, '')
})

test('where it cannot be had, one writes in the plain field', async () => {
  await ada.unrouteAll()
  await ada.reload()
  await ada.route('**/assets/RichField-*.js', (route) => route.abort())
  await composer(ada).waitFor()
  await write(ada, 'Without *any* help')
  await message(ada, 'Without any help').locator('strong', { hasText: 'any' }).waitFor()
  await ada.unrouteAll()
})

test('one line of few actions: a mention, a command and an emoji are a click away', async () => {
  const bar = footer(ada)
  await composer(ada).fill('Ask')
  await bar.locator('.ProseMirror').waitFor()
  await bar.getByRole('button', { name: 'Mention someone' }).click()
  await ada.getByRole('option', { name: /Grace/ }).first().click()
  assert.match(await written(ada), /^Ask @\S/)
  await composer(ada).press('Control+a')
  await composer(ada).press('Delete')
  await reads(ada, '')
  await bar.getByRole('button', { name: 'Add to message' }).click()
  await ada.getByRole('menuitem', { name: 'Command' }).click()
  await ada.getByRole('option', { name: /\/me/ }).waitFor()
  await clear(composer(ada))
  await reads(ada, '')
  assert.equal(await bar.getByRole('button', { name: 'Bold' }).count(), 0)
  const send = bar.getByRole('button', { name: 'Send', exact: true })
  assert.ok(await send.isDisabled())
  await bar.getByRole('button', { name: 'Formatting' }).click()
  await bar.getByRole('button', { name: 'Bold' }).click()
  await ada.keyboard.type('bold')
  await richField(ada).locator('strong', { hasText: 'bold' }).waitFor()
  assert.ok(await send.isEnabled())
  const [edge, at] = [await bar.locator('form').boundingBox(), await bar.getByRole('button', { name: 'Schedule message' }).boundingBox()]
  assert.ok(edge.x + edge.width - at.x - at.width < 10, 'the send button ends the line')
  assert.deepEqual(await violations(ada), [])
  await clear(composer(ada))
  await bar.getByRole('button', { name: 'Formatting' }).click()
})

test('a thread\'s field is the same one, with its copy to the channel', async () => {
  await message(ada, 'Without any help').hover()
  await message(ada, 'Without any help').getByRole('button', { name: 'Reply in thread' }).first().click()
  await composer(ada, '#thread').fill('In both *places*')
  await ada.locator('#thread footer').getByRole('checkbox', { name: /Also send to/ }).check()
  await composer(ada, '#thread').press('Enter')
  await message(ada, 'In both places', '#thread').locator('strong').waitFor()
  await message(ada, 'In both places').waitFor()
  await ada.locator('#thread').getByRole('button', { name: 'Close' }).click()
})

test('the keys are said to newcomers only, wherever they write', async () => {
  const hint = (page) => footer(page).getByText('Shift + Enter to add a new line')
  const grace = await person(server, 'grace', 'engineering')
  await composer(grace).focus()
  await hint(grace).waitFor()
  for (let n = 1; n <= 5; n += 1) await write(grace, `Learning, lesson ${n}`)
  await hint(grace).waitFor({ state: 'detached' })
  const other = await person(server, 'grace', 'engineering')
  await composer(other).focus()
  await message(other, 'lesson 5').waitFor()
  assert.equal(await hint(other).count(), 0)
  assert.deepEqual([...ada.complaints, ...grace.complaints, ...other.complaints], [])
})
