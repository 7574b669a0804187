// Every view, pane and dialog for people who see little, hear the page, enlarge it, or want it still: axe finds nothing,
// contrast included, nothing scrolls sideways at 200 %, nothing moves where less motion is asked for, and in forced colours
// fields have edges and the focus an outline, all in both themes; and what a screen reader is told stands in `aria/`.
// `ARIA=update node --test accessible.test.mjs` writes those files anew.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, DESKTOP, message, person, PHONE, visitor } from './people.mjs'
import { everyPlace, furnish, partOf, settled } from './places.mjs'
import { Server } from './server.mjs'

/** What 1440 × 900 becomes when the browser enlarges everything to 200 %. */
const ENLARGED = { width: 720, height: 450 }
const SNAPSHOTS = new URL('./aria/', import.meta.url)

let server, channel, root

before(async () => {
  server = await Server.start()
  channel = server.about.channels.engineering
  root = (await server.call('linus', 'chat.postMessage', { channel, text: 'Who has the key of the archive?' })).ts
  await server.call('ada', 'chat.postMessage', { channel, thread_ts: root, text: 'I have.' })
  await furnish(server)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** What changes from day to day, from hour to hour and from run to run, taken out. */
const steady = (text) =>
  text
    .replace(/\b[A-Z][A-Z0-9]{16}\b/g, 'ID')
    .replace(/\b\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?\b/g, 'DATE')
    // Which time zones there are is the browser's own list.
    .replace(/^ *- option "[A-Z]\w+\/[^"]*"\n/gm, '')
    .replace(/\b\d{10}\.\d{6}\b/g, 'TS')
    .replace(/\b\d{1,2}:\d{2}(:\d{2})?( [AP]M)?\b/g, 'TIME')
    .replace(/\b\d{1,2} (Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)( \d{4})?\b/g, 'DAY')
    .replace(/\b((Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Today|Yesterday|Tomorrow|today|yesterday|tomorrow)\b/g, 'DAY')
    // A moment of today is told by its time, an older one with its day.
    .replace(/(DAY,? )*DAY,? (at )?TIME/g, 'TIME')
    .replace(/(DAY,? )+DAY/g, 'DAY')
    // Where a day begins depends on the hour in which the test runs.
    .replace(/^ *- heading "DAY" \[level=\d\]\n/gm, '')
    // What jobs have done by now depends on how long the server runs.
    .replace(/\b\d+ (done since the start|jobs? run\b)/g, 'SOME $1')
    // A socket that ends is counted until the server has seen its end.
    .replace(/\b\d+ connections?\b/g, 'SOME connections')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d+\.\d+\.\d+/g, 'VERSION')
    .replace(/\d[\d.,]* ?([kMG]?B|ms|s|min|seconds?|minutes?|hours?)\b/g, 'AMOUNT')

/** What is told once it stays the same: a list that is still coming would be told half. */
async function still(locator) {
  for (let before = ''; ; ) {
    const now = await locator.ariaSnapshot()
    if (now === before) return now
    before = now
    await locator.page().waitForTimeout(400)
  }
}

async function compare(locator, name) {
  const file = new URL(`${name.replaceAll(/\W+/g, '-')}.yml`, SNAPSHOTS)
  const told = `${steady(await still(locator))}\n`
  if (process.env.ARIA === 'update') {
    mkdirSync(SNAPSHOTS, { recursive: true })
    writeFileSync(file, told)
  }
  assert.equal(told, readFileSync(file, 'utf8'), `${name}: run with ARIA=update when this is meant`)
}

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What moves in a page whose person asked for less motion. */
const moving = (page) =>
  page.evaluate(() => {
    const long = (value) => value.split(',').some((part) => parseFloat(part) * (part.trim().endsWith('ms') ? 1 : 1000) > 1)
    return [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element)
      return (style.animationName !== 'none' && long(style.animationDuration)) || (style.transitionProperty !== 'none' && long(style.transitionDuration)) || style.scrollBehavior === 'smooth'
    }).map((element) => `${element.tagName}.${element.className}`)
  })

/** What nobody would see in forced colours: a field without an edge, a control whose focus has no outline. */
async function unseen(page, part) {
  // From now on the page is used by keyboard, and shows where the focus is.
  await page.keyboard.press('Shift')
  return page.evaluate((part) => {
    const root = document.querySelector(part)
    const shown = (selector) => [...root.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 4)
    const name = (what, element) => `${what}: ${element.outerHTML.slice(0, 120)}`
    const edged = (element) => {
      const style = getComputedStyle(element)
      return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0
    }
    // A field may get its edge from what is drawn around it and its buttons.
    const bare = shown('input:not([type=checkbox], [type=radio], [type=range], [type=file]), textarea, select').filter((field) => {
      let around = field
      for (let up = 0; up < 4 && around; up += 1, around = around.parentElement) if (edged(around)) return false
      return true
    })
    const focus = document.activeElement
    const dim = shown('a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]').filter((element) => {
      element.focus()
      if (document.activeElement !== element) return false
      for (let around = element, up = 0; up < 4 && around; up += 1, around = around.parentElement) {
        const style = getComputedStyle(around)
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return false
      }
      return true
    })
    focus?.focus?.()
    return [...bare.map((element) => name('no edge', element)), ...dim.map((element) => name('no outline', element))]
  }, part)
}

test('what a screen reader is told of the first screens', async () => {
  const guest = await visitor(server)
  await guest.getByLabel('Password').waitFor()
  await compare(guest.locator('body'), 'sign in')
  const page = await person(server, 'ada', 'engineering')
  await page.evaluate((hash) => (location.hash = hash), `#/${channel}/t/${root}`)
  await message(page, 'I have.', '#thread').waitFor()
  await settled(page)
  await compare(message(page, 'Who has the key').first(), 'message')
  await compare(page.locator('#thread'), 'thread')
  await compare(page.getByRole('navigation').first(), 'sidebar')
  await guest.context().close()
  await page.context().close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`every view, pane and dialog, ${colorScheme}`, async (story) => {
    const page = await person(server, 'ada', 'engineering', { colorScheme })
    await message(page, 'Who has the key').waitFor()
    for (const place of everyPlace(server)) {
      await story.test(place.name, async () => {
        await place.open(page)
        if (place.phone) await page.setViewportSize(PHONE)
        assert.deepEqual(await violations(page), [])
        await page.setViewportSize(ENLARGED)
        assert.ok((await sideways(page)) <= 0, 'it scrolls sideways at 200 %')
        await page.setViewportSize(place.phone ? PHONE : DESKTOP)
        // The theme changes nothing of what is told.
        if (colorScheme === 'light') await compare(page.locator(partOf(place)).first(), place.name)
        await page.emulateMedia({ reducedMotion: 'reduce' })
        assert.deepEqual(await moving(page), [])
        await page.emulateMedia({ reducedMotion: null, forcedColors: 'active' })
        assert.deepEqual(await unseen(page, partOf(place)), [])
        await page.emulateMedia({ forcedColors: null })
        await page.setViewportSize(DESKTOP)
        await place.close?.(page)
      })
      // A dialog that a failed look left open would hide the next place.
      await page.evaluate(() => document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close()))
    }
    await page.context().close()
  })
}
