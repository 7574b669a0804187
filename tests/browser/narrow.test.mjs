// A phone where everything has a name of eighty characters without a blank: no page is wider than the screen, nothing in it
// scrolls sideways but code and tables, and no control stands outside.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, DESKTOP, message, person, PHONE } from './people.mjs'
import { everyPlace, furnish, sayOwn } from './places.mjs'
import { Server } from './server.mjs'

/** A name as long as one may be. */
const long = (of, length = 80) => (of + 'x'.repeat(length)).slice(0, length)

let server, channel, group, root, page

/** What Ada's workspace is called, who is in it, and what she has set up. */
async function name() {
  const { people } = server.about
  const ada = await server.session('ada')
  for (const handle of ['linus', 'grace']) {
    const called = long(handle[0].toUpperCase() + handle.slice(1))
    await (await server.session(handle))('users.profile.set', { profile: JSON.stringify({ real_name: called, display_name: called, title: long('Engineer'), pronouns: long('they', 40), phone: long('0', 40), status_text: long('Away', 100), status_emoji: ':palm_tree:' }) })
  }
  await ada('users.profile.set', { profile: JSON.stringify({ status_text: long('Writing', 100), status_emoji: ':memo:' }) })
  channel = (await ada('conversations.create', { name: long('workshop') })).channel.id
  await ada('conversations.invite', { channel, users: [people.linus.id, people.grace.id].join() })
  await ada('conversations.setTopic', { channel, topic: long('Topic', 250) })
  await ada('conversations.setPurpose', { channel, purpose: long('Purpose', 250) })
  await ada('conversations.create', { name: long('secret'), is_private: true })
  await ada('bookmarks.add', { channel_id: channel, title: long('Handbook'), type: 'link', link: `https://example.org/${long('page', 200)}` })
  group = (await ada('conversations.open', { users: [people.linus.id, people.grace.id].join() })).channel.id
  await ada('usergroups.create', { name: long('Everybody'), handle: long('everybody', 21) })
  root = (await server.call('linus', 'chat.postMessage', { channel, text: `${long('Word', 300)} <@${people.ada.id}> <#${channel}> https://example.org/${long('path', 300)} \`${long('code', 200)}\`` })).ts
  await server.call('grace', 'chat.postMessage', { channel, thread_ts: root, text: `<@${people.ada.id}> ${long('Reply', 200)}` })
  await server.call('grace', 'chat.postMessage', { channel: group, text: long('Together', 200) })
  await server.call('ada', 'chat.postMessage', { channel, thread_ts: root, text: 'Seen.' })
  await ada('pins.add', { channel, timestamp: root })
  await ada('reactions.add', { channel, timestamp: root, name: 'eyes' })
  await ada('stars.add', { channel, timestamp: root })
  await ada('drafts.set', { channel: group, text: long('Draft', 200) })
  await ada('chat.scheduleMessage', { channel: group, text: long('Later', 200), post_at: Math.floor(Date.now() / 1000) + 86_400 })
  await ada('admin.apps.create', { name: long('Courier', 35) })
  await furnish(server, channel)
}

before(async () => {
  server = await Server.start()
  await name()
  page = await person(server, 'ada', 'workshopx')
  await message(page, 'Seen.').or(message(page, 'Word')).first().waitFor()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** What is too wide for the screen. */
const wide = () =>
  page.evaluate(() => {
    const name = (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const all = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility())
    // Code and tables keep their lines, and a row of tabs follows the one that is open.
    const meant = (element) => element.closest('pre, .table, nav, [role=tablist]')
    /** A name that ends in three dots goes on out of sight. */
    const shortened = (element) => element && (getComputedStyle(element).textOverflow === 'ellipsis' || shortened(element.parentElement))
    const sideways = all.filter((element) => scrolls(element) && element.scrollWidth > element.clientWidth && !meant(element)).map((element) => `scrolls sideways: ${name(element)}`)
    const outside = all
      .filter((element) => element.matches('button, a, input, select, textarea') && !meant(element))
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect()
        return width > 1 && right > innerWidth + 1 && !shortened(element)
      })
      .map((element) => `outside: ${name(element)}`)
    const page = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} px wide`] : []
    return [...page, ...sideways, ...outside]
  })

async function fits() {
  await page.setViewportSize(PHONE)
  await page.waitForTimeout(50)
  const found = await wide()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${(shot += 1)}.png` })
  assert.deepEqual(found, [])
}
let shot = 0

test('every view, pane and dialog', async (story) => {
  for (const place of everyPlace(server, channel)) {
    await story.test(place.name, async () => {
      await page.setViewportSize(DESKTOP)
      await place.open(page)
      try {
        await fits()
      } finally {
        await page.setViewportSize(DESKTOP)
        await place.close?.(page)
      }
    })
  }
})

test('conversations, threads and the pages of details', async (story) => {
  const hashes = () => [channel, group, `${channel}/t/${root}`, ...['', '/members', '/pins', '/bookmarks', '/settings', '/where'].map((page) => `${channel}/d${page}`), `${group}/d`, `${group}/u/${server.about.people.linus.id}`]
  for (const hash of hashes()) {
    await story.test(hash.replaceAll(/[A-Z][A-Z0-9]{8,}|\d{10}\.\d+/g, '…'), async () => {
      await page.evaluate((hash) => (location.hash = `#/${hash}`), hash)
      await page.waitForTimeout(400)
      await fits()
    })
  }
})

test('home, with all of it in the list, and the menu of a message', async () => {
  await page.setViewportSize(PHONE)
  await page.evaluate(() => (location.hash = '#/'))
  await page.waitForTimeout(300)
  await fits()
  await sayOwn(server, channel)
  await page.evaluate((hash) => (location.hash = hash), `#/${channel}`)
  await message(page, 'Word').first().hover()
  await fits()
})
