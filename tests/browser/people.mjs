// People at their browsers.

import assert from 'node:assert/strict'

import { chromium } from 'playwright-core'

let browser

/** Debian's Chromium. */
const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
}

/** One for all tests of a file. */
async function chrome() {
  browser ??= await chromium.launch(CHROMIUM)
  return browser
}

/** A browser that keeps its profile in a directory, as people's do. */
export async function stay(directory) {
  const context = await chromium.launchPersistentContext(directory, { ...CHROMIUM, viewport: DESKTOP, locale: 'en-GB' })
  watch(context)
  return context
}

/** Notes what a profile's pages have asked for and not been answered yet: `settled` waits for it. */
function watch(context) {
  context.waiting = new Set()
  context.on('request', (request) => context.waiting.add(request))
  for (const end of ['requestfinished', 'requestfailed']) context.on(end, (request) => context.waiting.delete(request))
}

export async function closeBrowser() {
  await browser?.close()
  browser = undefined
}

export const DESKTOP = { width: 1440, height: 900 }
export const TABLET = { width: 1024, height: 768 }
export const PHONE = { width: 390, height: 844 }

/** A fresh browser profile at the server, not signed in. `complaints` gathers what the page complains about,
 * and `prepare` is handed the profile before its first page. */
export async function visitor(server, { viewport = DESKTOP, colorScheme = 'light', locale = 'en-GB', path = '/', prepare, ...more } = {}) {
  // Without the service worker a page is the one just built, and starts sooner; its own tests let it in.
  const context = await (await chrome()).newContext({ viewport, colorScheme, locale, timezoneId: 'Europe/Berlin', serviceWorkers: 'block', ...more })
  watch(context)
  await prepare?.(context)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.complaints = []
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  page.on('console', (message) => {
    if (/Content.Security.Policy|TrustedHTML|Refused to/i.test(message.text())) page.complaints.push(message.text())
  })
  await page.goto(server.url + path)
  return page
}

/** Types the log-in of one of the demo's people. */
export async function signIn(page, server, handle) {
  const { email, password } = server.about.people[handle]
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[type=password]').fill(password)
  await page.locator('form button.primary').click()
  await page.locator('#messages').waitFor({ state: 'attached' })
}

/** One of the demo's people, signed in and looking at a channel. */
export async function person(server, handle, channel, options = {}) {
  const page = await visitor(server, options)
  await signIn(page, server, handle)
  if (channel) await open(page, channel)
  return page
}

/** Opens a channel from the sidebar, in whose place the administration's list may stand. */
export async function open(page, channel) {
  const home = page.locator('.list .home')
  if (await home.count()) await home.click()
  await page.getByRole('navigation').getByRole('link', { name: channel }).first().click()
  await page.locator('#channel').getByRole('group', { name: /^Messages (in|with)/ }).waitFor()
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
}

/** Opens the menu behind the person's own name. */
export const account = (page) => page.getByRole('button', { name: /^Your account:/ }).click()

/** Opens the details of the channel that is shown, at one of their pages or at the first. */
export async function details(page, name) {
  await page.locator('#channel-name').click()
  if (name) await page.locator('#side').getByRole('link', { name }).click()
  await page.locator('#side h2').filter({ hasText: name ?? 'About' }).waitFor()
}

/** The field one writes in: the rich one, or the plain one for who wants that, and until the rich one is there. */
export const composer = (page, pane = '#channel') => page.locator(`${pane} footer [data-compose]`)

/** Empties a field as one does: `fill('')` selects by script, and deletes before the rich field has heard of it. */
export const clear = async (field) => {
  await field.focus()
  await field.press('Control+a')
  await field.press('Delete')
}

/** What stands in the field, line by line: in the plain one with its signs, in the rich one without them. */
export const textOf = (field) => field.evaluate((field) => field.value ?? [...field.querySelectorAll('p, pre')].map((line) => line.textContent).join('\n'))
export const written = (page, pane) => textOf(composer(page, pane))

/** Waits until this stands in the field. */
export async function reads(page, text, pane) {
  for (let tries = 0; tries < 100 && (await written(page, pane)) !== text; tries += 1) await page.waitForTimeout(50)
  assert.equal(await written(page, pane), text)
}

/** Turns the rich field on or off, as one does it. */
export async function rich(page, on, pane = '#channel') {
  const footer = page.locator(`${pane} footer`)
  const bar = footer.getByRole('button', { name: 'Formatting' })
  await bar.click()
  const toggle = footer.getByRole('switch', { name: 'Show formatting as you type' })
  if ((await toggle.getAttribute('aria-checked')) !== String(on)) await toggle.click()
  await bar.click()
  await footer.locator(on ? '.ProseMirror' : 'textarea').waitFor()
}

/** Writes into the channel, or into the pane `#thread`. */
export async function write(page, text, pane = '#channel') {
  await composer(page, pane).fill(text)
  await composer(page, pane).press('Enter')
}

/** The message with this text, in the channel or in the pane `#thread`. */
export const message = (page, text, pane = '#channel') => page.locator(`${pane} article[data-message]`).filter({ hasText: text })

/** Does something with a message, by the button in its bar or by the entry in the menu behind it. */
export async function act(page, text, button, pane = '#channel') {
  const row = message(page, text, pane)
  await row.hover()
  const bar = row.getByRole('toolbar')
  await bar.waitFor()
  const direct = bar.getByRole('button', { name: button })
  if (await direct.count()) return direct.first().click()
  await bar.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menu').getByRole('menuitem', { name: button }).click()
}

/** Chooses a day from the calendar of a field, as far away as it may be, and even where it is refused. */
export async function pickDay(page, within, day) {
  await within.getByRole('combobox', { name: 'Day', exact: true }).click()
  const at = () => page.evaluate(() => document.activeElement?.dataset.day)
  await page.waitForFunction(() => document.activeElement?.dataset.day)
  const months = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
  const step = async (count, later, sooner) => {
    for (let left = Math.abs(count); left > 0; left -= 1) await page.keyboard.press(count > 0 ? later : sooner)
  }
  await step(months(day) - months(await at()), 'PageDown', 'PageUp')
  await page.locator(`[data-day="${day}"]`).click({ force: true })
}
