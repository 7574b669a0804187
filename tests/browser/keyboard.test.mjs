// Grace works without a mouse.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { clear, closeBrowser, composer, message, open, person, reads, visitor, write, written } from './people.mjs'
import { Server } from './server.mjs'

let server, page

before(async () => {
  server = await Server.start()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const focused = (of) => of.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

test('signs in', async () => {
  page = await visitor(server)
  await page.getByLabel('Email').waitFor()
  const { email, password } = server.about.people.grace
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.locator('#messages').waitFor()
})

test('jumps to a channel by a few letters', async () => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type('eng')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'engineering', exact: true }).waitFor()
  await page.locator('#channel').getByRole('group', { name: /^Messages (in|with)/ }).waitFor()
})

test('writes, with a name completed', async () => {
  await composer(page).focus()
  await page.keyboard.type('Hello @lin')
  await page.getByRole('option', { name: /Linus/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('from the keyboard')
  await page.keyboard.press('Enter')
  const row = message(page, 'from the keyboard')
  await row.waitFor()
  await row.getByRole('button', { name: /^@/ }).waitFor()
})

test('the timeline is one tab stop: arrows move, Enter goes in, Escape comes back', async () => {
  await write(page, 'One more line')
  await message(page, 'One more line').waitFor()
  await composer(page).focus()
  await page.keyboard.press('Shift+Tab')
  // Between the field and the timeline there may be the button to the latest message, nothing else.
  if (!/Grace/.test(await focused(page))) await page.keyboard.press('Shift+Tab')
  assert.match(await focused(page), /Grace/)
  await page.keyboard.press('ArrowUp')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.includes('from the keyboard')), true)
  await page.keyboard.press('Enter')
  assert.match(await focused(page), /React with/)
  await page.keyboard.press('Enter')
  await message(page, 'from the keyboard').getByRole('button', { name: /:\+1:/, pressed: true }).waitFor()
  await page.keyboard.press('Escape')
  assert.match(await focused(page), /Grace/)
})

test('a message that arrives moves no focus, and is announced', async () => {
  await composer(page).focus()
  await page.keyboard.type('half a sen')
  await server.call('linus', 'chat.postMessage', { channel: server.about.channels.engineering, text: 'An interruption' })
  await message(page, 'An interruption').waitFor()
  await page.getByRole('status').filter({ hasText: /An interruption/ }).waitFor({ state: 'attached' })
  await page.keyboard.type('tence')
  assert.equal(await written(page), 'half a sentence')
  await clear(composer(page))
})

test('opens a thread, replies and closes it', async () => {
  await message(page, 'An interruption').focus()
  await page.keyboard.press('Enter')
  for (let step = 0; step < 6 && (await focused(page)) !== 'Reply in thread'; step += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('#thread').getByRole('group', { name: /^Replies/ }).waitFor()
  assert.equal(await focused(page), 'Reply')
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await message(page, 'By keyboard', '#thread').waitFor()
})

test('a draft is kept for each channel', async () => {
  await page.locator('#thread').getByRole('button', { name: 'Close thread' }).click()
  await composer(page).fill('not finished')
  await open(page, 'general')
  assert.equal(await written(page), '')
  await open(page, 'engineering')
  assert.equal(await written(page), 'not finished')
})

test('and follows to the next device', async () => {
  // A pause ends before the draft is sent.
  await page.waitForTimeout(2_500)
  const phone = await person(server, 'grace', 'engineering')
  await reads(phone, 'not finished')
  await phone.context().close()
  await clear(composer(page))
})

test('changes a setting and comes back to the channel', async () => {
  await composer(page).focus()
  await page.keyboard.press('Control+,')
  await page.locator('dialog[open]').waitFor()
  // Radio buttons are one stop; the arrows choose among them.
  const onChoice = () => page.evaluate(() => document.activeElement?.matches('input[type=radio]') && document.activeElement.closest('fieldset, [role=radiogroup]')?.textContent.includes('Dark'))
  for (let step = 0; step < 20 && !(await onChoice()); step += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
  await page.keyboard.press('Escape')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  assert.equal(await composer(page).evaluate((field) => document.activeElement === field), true, 'the focus is not back where it came from')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type('general')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'general', exact: true }).waitFor()
})

test('the landmarks are there', async () => {
  const person_page = await person(server, 'edsger', undefined)
  for (const role of ['navigation', 'main']) assert.ok((await person_page.getByRole(role).count()) >= 1, role)
  await person_page.context().close()
})
