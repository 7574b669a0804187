// Days, times and zones are chosen in the page's own language, by pointer and by keys. Ada writes, Linus reads.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { account, closeBrowser, composer, person, PHONE, pickDay } from './people.mjs'
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

const day = (page) => page.getByRole('dialog').getByRole('combobox', { name: 'Day', exact: true })
const time = (page) => page.getByRole('dialog').getByRole('combobox', { name: 'Time', exact: true })
const focused = (page) => page.evaluate(() => document.activeElement?.dataset.day)
const scheduled = async () => (await server.call('ada', 'chat.scheduledMessages.list')).scheduled_messages
const berlin = (at) => new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(at)

async function sendLater(page, text) {
  await composer(page).fill(text)
  await page.getByRole('button', { name: 'Schedule message' }).click()
  await page.getByRole('menuitem', { name: 'Custom time' }).click()
  await day(page).waitFor()
}

test('a calendar is walked by keys as such calendars are', async () => {
  await sendLater(ada, 'On the last of the year')
  await ada.waitForFunction(() => document.activeElement?.getAttribute('aria-haspopup') === 'dialog')
  await ada.keyboard.press('Enter')
  await ada.waitForFunction(() => document.activeElement?.dataset.day)
  const press = async (key) => {
    await ada.keyboard.press(key)
    await ada.waitForTimeout(30)
    return focused(ada)
  }
  const start = await focused(ada)
  const plus = (from, days) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
  assert.equal(start, plus(berlin(new Date()), 1).slice(0, 10))
  assert.equal(await press('ArrowRight'), plus(start, 1))
  assert.equal(await press('ArrowDown'), plus(start, 8))
  assert.equal(await press('ArrowUp'), plus(start, 1))
  assert.equal(await press('ArrowLeft'), start)
  assert.equal(new Date(await press('Home')).getUTCDay(), 1, 'weeks begin on Monday in Britain')
  assert.equal(new Date(await press('End')).getUTCDay(), 0)
  const end = await focused(ada)
  assert.equal((await press('PageDown')).slice(5, 7), String((Number(end.slice(5, 7)) % 12) + 1).padStart(2, '0'))
  await press('PageUp')
  assert.equal((await press('Shift+PageDown')).slice(0, 4), String(Number(end.slice(0, 4)) + 1))
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Escape')
  await ada.locator('.calendar').waitFor({ state: 'detached' })
  assert.equal(await ada.getByRole('dialog', { name: 'Schedule message' }).count(), 1, 'only the calendar is closed')
  assert.ok(await ada.evaluate(() => document.activeElement?.getAttribute('aria-haspopup') === 'dialog'))
})

test('a time is typed as one likes, and the message waits for it', async () => {
  const [far] = berlin(Date.now() + 40 * 86_400_000).split(' ')
  await pickDay(ada, ada.getByRole('dialog').first(), far)
  assert.ok((await day(ada).innerText()).endsWith(far.slice(0, 4)))
  for (const [typed, shown] of [['9h30', '9:30'], ['9 pm', '21:00'], ['2115', '21:15']]) {
    await time(ada).fill(typed)
    await ada.keyboard.press('Tab')
    assert.equal(await time(ada).inputValue(), shown)
  }
  await time(ada).fill('half past')
  await ada.getByText('Type a time, such as 9:30.').waitFor()
  await ada.getByRole('dialog').getByRole('button', { name: 'Schedule message' }).click()
  assert.equal((await scheduled()).length, 0, 'what is no time is not sent')
  await time(ada).fill('18')
  await ada.getByRole('option', { name: '18:45' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Schedule message' }).click()
  await ada.getByText('1 scheduled message').waitFor()
  assert.equal(berlin((await scheduled())[0].post_at * 1000), `${far} 18:45`)
})

test('what is over is refused with words', async () => {
  await sendLater(ada, 'Too late')
  await day(ada).click()
  await ada.waitForFunction(() => document.activeElement?.dataset.day)
  await ada.keyboard.press('PageUp')
  await ada.keyboard.press('Enter')
  await ada.getByText('That day has already passed.').waitFor()
  assert.equal(await ada.locator('.calendar').count(), 1)
  await ada.keyboard.press('Escape')
  await ada.locator('.calendar').waitFor({ state: 'detached' })
  const [today] = berlin(new Date()).split(' ')
  await pickDay(ada, ada.getByRole('dialog').first(), today)
  await time(ada).fill('0:00')
  await ada.getByText('That time has already passed.').waitFor()
  await ada.keyboard.press('Tab')
  await ada.getByRole('dialog').getByRole('button', { name: 'Schedule message' }).click()
  assert.equal((await scheduled()).length, 1)
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Escape')
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a pause is a week at most, and says so', async () => {
  await account(ada)
  await ada.locator('#account-menu').getByRole('button', { name: 'Custom time…' }).click()
  await day(ada).click()
  await ada.waitForFunction(() => document.activeElement?.dataset.day)
  await ada.keyboard.press('PageDown')
  await ada.keyboard.press('Enter')
  await ada.getByText(/^That’s too far ahead\. The latest is/).waitFor()
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Escape')
})

test('a zone is found by its city, its country, or how far ahead it is', async () => {
  // What the test before had open takes no shortcut.
  await ada.waitForFunction(() => !document.querySelector('dialog[open], :popover-open'))
  await ada.keyboard.press('Control+,')
  await ada.getByRole('tab', { name: 'Language and time' }).click()
  const zone = ada.getByRole('combobox', { name: 'Time zone' })
  assert.equal(await zone.inputValue(), 'Automatic: Berlin')
  await zone.click()
  assert.match(await ada.getByRole('option').nth(1).innerText(), /Berlin, Germany/, 'the own zone comes first')
  await zone.fill('UTC+5:45')
  await ada.getByRole('option', { name: /Kathmandu.*UTC\+5:45/ }).waitFor()
  await zone.fill('Middle-earth')
  await ada.getByText(/^No time zone like that/).waitFor()
  await zone.fill('Zürich')
  await ada.getByRole('option', { name: /^Zurich, Switzerland/ }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Enter')
  await ada.waitForFunction(() => document.querySelector('dialog [role=combobox]')?.value === 'Zurich')
  assert.equal((await server.call('ada', 'users.info', { user: server.about.people.ada.id })).user.tz, 'Europe/Zurich')
  await ada.keyboard.press('Escape')
})

test('on a phone all of it speaks the language of the page', async () => {
  const page = await person(server, 'grace', 'engineering', { viewport: PHONE })
  await (await server.session('grace'))('users.prefs.set', { prefs: { locale: 'de' } })
  await page.waitForFunction(() => document.documentElement.lang === 'de')
  await composer(page).fill('Später')
  await page.getByRole('button', { name: 'Nachricht planen' }).click()
  await page.getByRole('menuitem').last().click()
  await page.getByRole('combobox', { name: 'Tag', exact: true }).click()
  await page.getByRole('button', { name: 'Nächster Monat' }).waitFor()
  assert.match(await page.locator('.calendar h3').innerText(), /^(Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez)\w* \d{4}$/)
  assert.deepEqual(await page.locator('.calendar th').allInnerTexts(), ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'])
  const { x, width } = await page.locator('.calendar').boundingBox()
  assert.deepEqual([x, width], [0, PHONE.width])
  assert.deepEqual(await violations(page), [])
  await page.context().close()
})
