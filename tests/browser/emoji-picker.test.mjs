// Choosing an emoji: by its section, by what was chosen last, with a skin, by its name in one's language, on a phone.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { act, clear, closeBrowser, composer, message, open, person, PHONE, reads, write } from './people.mjs'
import { Server } from './server.mjs'

let server, ada

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const picker = (page) => page.locator('[popover][role=dialog]:popover-open')
const show = (page, name = 'Emoji') => page.locator('#channel footer').getByRole('button', { name }).click()

test('the sections are one tab stop, and arrows lead through them', async () => {
  await show(ada)
  await picker(ada).getByRole('tab', { name: 'Smileys', selected: true }).waitFor()
  await ada.keyboard.press('Tab')
  await ada.keyboard.press('ArrowRight')
  await picker(ada).getByRole('tab', { name: 'People', selected: true }).waitFor()
  await ada.keyboard.press('End')
  await picker(ada).getByRole('tab', { name: 'Flags', selected: true }).waitFor()
  await ada.keyboard.press('Tab')
  assert.ok(await ada.evaluate(() => document.activeElement.matches('[data-emoji]')))
  assert.deepEqual(await violations(ada), [])
})

test('what has the focus is named, and a skin is remembered and goes with a reaction', async () => {
  await picker(ada).getByRole('searchbox').fill('waving hand')
  await ada.keyboard.press('ArrowDown')
  await picker(ada).locator('footer').getByText(':wave:').waitFor()
  await picker(ada).getByRole('button', { name: /^Skin tone/ }).click()
  await picker(ada).getByRole('radio', { name: 'medium', exact: true }).click()
  await picker(ada).locator('[data-emoji=wave]').click()
  await reads(ada, ':wave::skin-tone-4: ')
  await clear(composer(ada))
  await write(ada, 'Wave at me')
  await act(ada, 'Wave at me', 'Add a reaction')
  await picker(ada).getByRole('tab', { name: 'Recently used', selected: true }).waitFor()
  await picker(ada).locator('[data-section=recent] [data-emoji=wave]').click()
  await message(ada, 'Wave at me').getByText('👋🏽').waitFor()
  const { messages } = await server.call('ada', 'conversations.history', { channel: server.about.channels.engineering, limit: 1 })
  assert.deepEqual(messages[0].reactions.map(({ name }) => name), ['wave::skin-tone-4'])
})

test('after a reload and on a phone: the skin, what was chosen last, and a sheet', async () => {
  await ada.waitForTimeout(300)
  await ada.reload()
  await open(ada, 'engineering')
  await show(ada)
  await picker(ada).locator('[data-section=recent] [data-emoji=wave]').waitFor()
  await ada.keyboard.press('Escape')
  const phone = await person(server, 'ada', undefined, { viewport: PHONE, locale: 'de-DE', colorScheme: 'dark' })
  await phone.getByRole('link', { name: /engineering/ }).first().click()
  await composer(phone).waitFor()
  await show(phone)
  const box = await picker(phone).boundingBox()
  assert.deepEqual([box.x, box.width, Math.round(box.y + box.height)], [0, PHONE.width, PHONE.height])
  await picker(phone).getByRole('searchbox').fill('Konfettibombe')
  await phone.locator('[data-emoji=tada]').focus()
  await picker(phone).locator('footer').getByText('Konfettibombe').waitFor()
  assert.deepEqual(await violations(phone), [])
  assert.deepEqual([...ada.complaints, ...phone.complaints], [])
})
