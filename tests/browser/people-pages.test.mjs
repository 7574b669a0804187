// People and their preferences: profiles, status, presence, pauses, notifications, passwords, and the keyboard sheet.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { account, closeBrowser, composer, message, open, person, PHONE, signIn, visitor, write } from './people.mjs'
import { Server } from './server.mjs'

let server
let ada
let linus

/** A picture, painted by the browser itself. */
async function painted(page) {
  const address = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 800
    canvas.height = 500
    const context = canvas.getContext('2d')
    context.fillStyle = 'teal'
    context.fillRect(0, 0, 400, 500)
    return canvas.toDataURL('image/png')
  })
  return Buffer.from(address.split(',')[1], 'base64')
}

before(async () => {
  server = await Server.start()
  await server.call('linus', 'chat.postMessage', { channel: server.about.people.ada.id, text: 'Hello Ada' })
  ada = await person(server, 'ada', 'engineering')
  linus = await person(server, 'linus', 'general')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

// What a test left open must not stand in the way of the next.
afterEach(async () => {
  for (const page of [ada, linus]) while ((await page.locator('dialog[open], :popover-open').count()) > 0) await page.keyboard.press('Escape')
})

const inSidebar = (page, name) => page.getByRole('navigation', { name: 'Channels and people' }).getByRole('link', { name }).first()
const profile = (page) => page.getByRole('region', { name: 'Profile' })

async function menu(page, name) {
  await account(page)
  await page.locator('#account-menu').getByRole('button', { name }).click()
}

async function preferences(page, tab) {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: tab }).click()
  return page.getByRole('dialog', { name: 'Preferences' })
}

test('a click on a name shows the person, another on "Message" writes to them', async () => {
  await write(linus, 'Good morning from Linus')
  await open(ada, 'general')
  await message(ada, 'Good morning from Linus').getByRole('button', { name: /^Linus/ }).click()
  await profile(ada).getByRole('heading', { name: /^Linus/ }).waitFor()
  await profile(ada).getByText('@linus').waitFor()
  await profile(ada).getByText('linus@demo.example').waitFor()
  await profile(ada).getByRole('button', { name: 'general' }).waitFor()
  assert.match(ada.url(), /\/u\/U/)
  assert.deepEqual(await violations(ada), [])
  await profile(ada).getByRole('button', { name: 'Message' }).click()
  await message(ada, 'Hello Ada').waitFor()
  await ada.locator('#channel header').getByRole('button', { name: /^Linus.* profile$/ }).click()
  await profile(ada).getByText('@linus').waitFor()
})

test('a status is seen by others at once, with its end, and is cleared', async () => {
  await menu(linus, 'Set a status')
  const dialog = linus.getByRole('dialog', { name: 'Set a status' })
  await dialog.getByRole('button', { name: /^.*In a meeting/ }).click()
  assert.deepEqual(await violations(linus), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await inSidebar(ada, /Linus.*In a meeting/).waitFor()
  await profile(ada).getByText(/^until /).waitFor()
  await account(linus)
  await linus.locator('#account-menu').getByRole('button', { name: 'Clear status' }).click()
  await profile(ada).getByText('In a meeting').waitFor({ state: 'detached' })
})

test('a status ends by itself, for everybody', async () => {
  const soon = Math.floor(Date.now() / 1000) + 3
  await server.call('linus', 'users.profile.set', { profile: { status_text: 'Back in a second', status_emoji: ':coffee:', status_expiration: soon } })
  await profile(ada).getByText('Back in a second').waitFor()
  await profile(ada).getByText('Back in a second').waitFor({ state: 'detached' })
  const { profile: now } = await server.call('ada', 'users.profile.get', { user: server.about.people.linus.id })
  assert.equal(now.status_text, '')
})

test('away is shown to others, and so is a pause', async () => {
  await profile(ada).getByText('Active', { exact: true }).waitFor()
  await menu(linus, 'Set yourself as away')
  await profile(ada).getByText('Away', { exact: true }).waitFor()
  await menu(linus, 'Set yourself as active')
  await profile(ada).getByText('Active', { exact: true }).waitFor()
  await menu(linus, '1 hour')
  await profile(ada).getByText(/^Notifications paused until/).waitFor()
  await inSidebar(ada, /Linus.*notifications paused/).waitFor()
  await menu(linus, 'Resume notifications')
  await profile(ada).getByText(/^Notifications paused until/).waitFor({ state: 'detached' })
})

test('one changes what one says of oneself, and others see it', async () => {
  await menu(linus, /^Linus/)
  await profile(linus).getByRole('button', { name: 'Edit profile' }).click()
  const dialog = linus.getByRole('dialog', { name: 'Edit profile' })
  await dialog.getByLabel('Title').fill('Kraftfahrzeughaftpflichtversicherungssachbearbeiter')
  await dialog.getByLabel('Pronouns').fill('he/him')
  await dialog.getByLabel('Display name').fill('@here')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('alert').getByText('Leave out the @').waitFor()
  await dialog.getByLabel('Display name').fill('Linus Å')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await profile(ada).getByText('Kraftfahrzeughaftpflicht').waitFor()
  await profile(ada).getByRole('heading', { name: 'Linus Å' }).waitFor()
  assert.equal(await linus.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone), 'Europe/Berlin')
  await profile(ada).getByText(/local time$/).waitFor()
})

test('a picture is cut, sent, seen by others, and taken away', async () => {
  await profile(linus).getByRole('button', { name: 'Change picture' }).click()
  const dialog = linus.getByRole('dialog', { name: 'Profile picture' })
  await dialog.getByLabel(/^Choose a picture/).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await dialog.getByText('can’t read this picture').waitFor()
  await dialog.getByLabel(/^Choose a picture/).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: await painted(linus) })
  await dialog.getByRole('img', { name: /^Crop/ }).focus()
  await linus.keyboard.press('ArrowLeft')
  await dialog.getByLabel('Zoom').fill('2')
  assert.deepEqual(await violations(linus), [])
  await dialog.getByRole('button', { name: 'Save picture' }).click()
  const face = profile(ada).locator('.avatar img')
  await face.waitFor()
  await ada.waitForFunction(() => document.querySelector('#side .avatar img')?.naturalWidth === 512)
  await profile(linus).getByRole('button', { name: 'Change picture' }).click()
  await dialog.getByRole('button', { name: 'Remove picture' }).click()
  await face.waitFor({ state: 'detached' })
})

test('everybody is in the directory, found by title too', async () => {
  await ada.getByRole('button', { name: / menu$/ }).click()
  await ada.locator('#team-menu').getByRole('button', { name: 'People', exact: true }).click()
  const people = ada.getByRole('region', { name: 'People' })
  await people.getByRole('button', { name: /^Edsger/ }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await people.getByRole('searchbox').fill('kraftfahrzeug')
  await people.getByRole('button', { name: /^Edsger/ }).waitFor({ state: 'detached' })
  await people.getByRole('button', { name: /^Linus/ }).click()
  await profile(ada).getByText('@linus').waitFor()
  await people.getByRole('searchbox').fill('nobody at all')
  await people.getByText('Nobody found').waitFor()
  await people.getByRole('searchbox').fill('')
  await people.getByRole('button', { name: /^Message Linus/ }).click()
  await message(ada, 'Hello Ada').waitFor()
})

test('preferences hold at once in every browser of the person', async () => {
  const other = await person(server, 'ada', 'general')
  const dialog = await preferences(ada, 'Appearance')
  await dialog.getByRole('radio', { name: 'Compact' }).check()
  await dialog.getByRole('radio', { name: 'Dark' }).check()
  await dialog.getByRole('radio', { name: 'Large', exact: true }).check()
  await other.waitForFunction(() => {
    const { density, theme, text } = document.documentElement.dataset
    return density === 'compact' && theme === 'dark' && text === 'l'
  })
  for (const tab of await dialog.getByRole('tab').all()) {
    await tab.click()
    await ada.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
    assert.deepEqual(await violations(ada), [], await tab.textContent())
  }
  await dialog.getByRole('tab', { name: 'Appearance' }).click()
  await dialog.getByRole('radio', { name: 'Light' }).check()
  await dialog.getByRole('tab', { name: 'Language and time' }).click()
  await dialog.getByRole('radio', { name: '12-hour' }).check()
  await dialog.getByText(/^It’s \d+:\d\d\s?[ap]m now\.$/i).waitFor()
  await dialog.getByRole('radio', { name: '24-hour' }).check()
  await ada.keyboard.press('Escape')
  await other.context().close()
})

test('Enter makes a new line for who wants it, and lines about joining can go', async () => {
  const dialog = await preferences(linus, 'Messages')
  await dialog.getByRole('radio', { name: 'Start a new line' }).check()
  await dialog.getByLabel('Show people joining and leaving').uncheck()
  await linus.keyboard.press('Escape')
  await open(linus, 'general')
  await linus.locator('#channel').getByText(/joined\./).first().waitFor({ state: 'detached' })
  await composer(linus).fill('First line')
  await composer(linus).press('Enter')
  await composer(linus).pressSequentially('second line')
  await composer(linus).press('Control+Enter')
  await open(ada, 'general')
  await message(ada, /First line\s*second line/).waitFor()
})

test('the directory is one stop of the Tab key, and arrows walk it', async () => {
  await ada.evaluate(() => (location.hash = '#/people'))
  const list = ada.locator('#channel .column > ul')
  await list.getByRole('button').first().waitFor()
  assert.equal(await list.locator('button:not([tabindex="-1"])').count(), 1)
  await ada.getByRole('searchbox').focus()
  await ada.keyboard.press('Tab')
  const name = () => ada.evaluate(() => [...document.querySelectorAll('#channel [data-row]')].indexOf(document.activeElement.closest('[data-row]')))
  assert.equal(await name(), 0)
  await ada.keyboard.press('ArrowDown')
  await ada.keyboard.press('ArrowDown')
  assert.equal(await name(), 2)
  await ada.keyboard.press('ArrowRight')
  assert.match(await ada.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Message /)
  await ada.keyboard.press('Home')
  await ada.keyboard.press('Enter')
  await profile(ada).waitFor()
  assert.deepEqual(await violations(ada), [])
})

test('the dialog of the preferences is as high as what it shows', async () => {
  const dialog = await preferences(ada, 'Notifications')
  await dialog.getByText('You’ll be notified when someone mentions you or sends you a direct message.').waitFor()
  for (const tab of await dialog.getByRole('tab').all()) {
    await tab.click()
    const rest = await dialog.evaluate((element) => {
      const end = Math.max(element.querySelector('[role=tablist]').getBoundingClientRect().bottom, element.querySelector('[role=tabpanel]').lastElementChild.getBoundingClientRect().bottom)
      return element.scrollHeight - (end - element.getBoundingClientRect().top + element.scrollTop)
    })
    assert.ok(rest <= 40, `${await tab.innerText()}: ${rest} px of nothing`)
  }
})

test('quiet hours have hours and days', async () => {
  const dialog = await preferences(linus, 'Quiet hours')
  await dialog.getByLabel('Quiet hours every day').check()
  // Quiet around the clock but for one minute that is over, so that it is quiet whenever this runs.
  const now = new Date(Date.now() + (await linus.evaluate(() => -new Date().getTimezoneOffset())) * 60_000)
  const clock = (minutes) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16)
  await dialog.getByRole('combobox', { name: 'From', exact: true }).fill(clock(-30))
  await dialog.getByRole('combobox', { name: 'To', exact: true }).fill(clock(-32))
  await dialog.getByText(/^Notifications paused until/).waitFor()
  await inSidebar(ada, /Linus.*notifications paused/).waitFor()
  await dialog.getByLabel('Quiet hours every day').uncheck()
  await dialog.getByText(/^Notifications paused until/).waitFor({ state: 'detached' })
  await linus.keyboard.press('Escape')
})

test('another password signs the other browsers out', async () => {
  const { email, password } = server.about.people.margaret
  const [here, there] = [await person(server, 'margaret', 'general'), await person(server, 'margaret', 'general')]
  const dialog = await preferences(here, 'Password')
  const fill = async (before, after, again = after) => {
    await dialog.getByLabel('Current password').fill(before)
    await dialog.getByLabel(/^New password At/).fill(after)
    await dialog.getByLabel('Repeat new password').fill(again)
  }
  await fill(password, 'a longer password', 'another one')
  await dialog.getByText('don’t match').waitFor()
  await fill('not the password', 'a longer password')
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.getByText('not your current password').waitFor()
  await fill(password, 'a longer password')
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.getByText('Password changed.').waitFor()
  await there.getByLabel('Password').waitFor()
  await there.getByLabel('Email').fill(email)
  await there.getByLabel('Password').fill('a longer password')
  await there.getByRole('button', { name: 'Sign in' }).click()
  await there.locator('#messages').waitFor({ state: 'attached' })

  await dialog.getByRole('tab', { name: 'Sessions' }).click()
  await dialog.getByText('this browser').waitFor()
  await dialog.getByRole('button', { name: /^Sign out (Chrome|A browser)/ }).first().click()
  await there.getByLabel('Password').waitFor()
  await Promise.all([here.context().close(), there.context().close()])
})

/** Opens another tab in the browser of a page, which writes down every notification it shows. */
async function listeningTab(page, channel) {
  const tab = await page.context().newPage()
  await tab.addInitScript(() => {
    const Real = globalThis.Notification
    globalThis.shown = []
    globalThis.Notification = class extends Real {
      constructor(title, options) {
        super(title, options)
        globalThis.shown.push({ title, body: options.body, press: () => this.onclick?.(new Event('click')) })
      }
    }
  })
  await tab.goto(`${server.url}/#/${server.about.channels[channel]}`)
  await tab.locator('#channel').getByRole('group', { name: /^Messages (in|with)/ }).waitFor()
  return tab
}

test('a notification comes once, for what is about the person, where nobody is looking', async () => {
  const browser = await visitor(server, { permissions: ['notifications'] })
  await signIn(browser, server, 'grace')
  const tabs = [await listeningTab(browser, 'general'), await listeningTab(browser, 'random')]
  await browser.close()
  const { id } = server.about.people.grace
  const shown = async () => (await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.shown.map(({ title, body }) => `${title}: ${body}`))))).flat()
  const told = async (text) => {
    while (!(await shown()).some((each) => each.includes(text))) await tabs[0].waitForTimeout(50)
  }
  const say = (channel, text) => server.call('linus', 'chat.postMessage', { channel: server.about.channels[channel] ?? channel, text })
  // A keyword is set here, as the person sets it.
  const dialog = await preferences(tabs[0], 'Notifications')
  await dialog.getByText('Notifications are on in this browser.').waitFor()
  await dialog.getByLabel('Keywords').fill('lighthouse')
  await dialog.getByLabel('Keywords').press('Tab')
  await tabs[0].keyboard.press('Escape')

  await say('engineering', 'Nothing for anybody')
  await say('general', `<@${id}> is looking at this channel`)
  await say('random', `<@${id}> looks at this one in another tab`)
  await say('engineering', `<@${id}> can you look?`)
  await told('can you look?')
  await say('engineering', 'The lighthouse is lit')
  await told('lighthouse')
  await say(id, 'Only between us')
  await told('Only between us')
  assert.deepEqual((await shown()).map((each) => each.replace(/^Linus Å[^ :]*/, 'Linus')).sort(), [
    'Linus in #engineering: @Grace Murray can you look?',
    'Linus in #engineering: The lighthouse is lit',
    'Linus: Only between us',
  ])

  // A pause keeps them away; what comes after it is told again.
  await server.call('grace', 'dnd.setSnooze', { num_minutes: 5 })
  await account(tabs[0])
  await tabs[0].getByRole('button', { name: 'Resume notifications' }).waitFor()
  await account(tabs[1])
  await tabs[1].getByRole('button', { name: 'Resume notifications' }).waitFor()
  await say(id, 'While it is paused')
  await inSidebar(tabs[0], /Linus.*2 mentions/).waitFor()
  await tabs[0].getByRole('button', { name: 'Resume notifications' }).click()
  await tabs[0].waitForFunction(() => document.querySelector('#account-menu .spans'))
  await tabs[1].waitForFunction(() => document.querySelector('#account-menu .spans'))
  await say(id, 'After the pause')
  await told('After the pause')
  assert.equal((await shown()).some((each) => each.includes('While it is paused')), false)

  // A press on it opens the message.
  const which = await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.shown.findIndex(({ body }) => body.includes('can you look?')))))
  const leader = which.findIndex((index) => index >= 0)
  await tabs[leader].evaluate((index) => globalThis.shown[index].press(), which[leader])
  await message(tabs[leader], 'can you look?').waitFor()
  await tabs[0].context().close()
})

test('the browser is asked only when the person presses the button', async () => {
  const page = await person(server, 'edsger', 'engineering', { permissions: [] })
  const dialog = await preferences(page, 'Notifications')
  assert.equal(await page.evaluate(() => Notification.permission) === 'granted', false)
  await dialog.getByText(/browser/).first().waitFor()
  await page.context().close()
})

test('the sheet names the shortcuts, and they do what it says', async () => {
  await open(ada, 'general')
  await ada.keyboard.press('Control+/')
  const sheet = ada.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByText('Next unread channel').waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })

  const heading = (name) => ada.locator('#channel').getByRole('heading', { level: 2, name }).first()
  await ada.evaluate(() => document.activeElement?.blur())
  await ada.keyboard.press('Alt+ArrowDown')
  await heading('random').waitFor()
  await ada.keyboard.press('Alt+ArrowUp')
  await heading('general').waitFor()
  await server.call('linus', 'chat.postMessage', { channel: server.about.channels.engineering, text: 'Something new' })
  await inSidebar(ada, /engineering.*unread/).waitFor()
  await ada.keyboard.press('Shift+Escape')
  await ada.waitForFunction(() => ![...document.querySelectorAll('nav a')].some((link) => /engineering.*unread/.test(link.textContent)))
  await ada.keyboard.press('Control+Shift+E')
  await ada.getByRole('region', { name: 'People' }).waitFor()
  await ada.keyboard.press('Control+Shift+Y')
  await ada.getByRole('dialog', { name: 'Set a status' }).waitFor()
  await ada.keyboard.press('Escape')
})

test('F6 goes from pane to pane', async () => {
  await open(ada, 'general')
  const where = () => ada.evaluate(() => document.activeElement?.closest('.list, #channel, #side')?.className || document.activeElement?.closest('[id]')?.id)
  await message(ada, 'Good morning from Linus').getByRole('button', { name: /^Linus/ }).click()
  await profile(ada).waitFor()
  const seen = new Set()
  for (let step = 0; step < 3; step += 1) {
    await ada.keyboard.press('F6')
    seen.add(await where())
  }
  assert.equal(seen.size, 3, [...seen].join(', '))
})

test('on a phone a profile and the directory have the page to themselves', async () => {
  const page = await person(server, 'ada', undefined, { viewport: PHONE })
  await page.goto(`${server.url}/#/people`)
  await page.getByRole('region', { name: 'People' }).getByRole('button', { name: /^Linus/ }).click()
  await profile(page).getByText('@linus').waitFor()
  assert.equal(await page.getByRole('region', { name: 'People' }).isVisible(), false)
  assert.deepEqual(await violations(page), [])
  await profile(page).getByRole('button', { name: 'Close profile' }).click()
  await page.getByRole('region', { name: 'People' }).waitFor()
  assert.deepEqual(await violations(page), [])
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'the page is wider than the window')
  const dialog = await preferences(page, 'Notifications')
  assert.deepEqual(await violations(page), [])
  assert.ok(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth), 'the dialog is wider than itself')
  await page.context().close()
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
