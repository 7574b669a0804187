// More than five hundred hostile texts through every field of the server and of the page, as far as they fit, with Ada
// looking on. `xss/arguments.mjs` holds the fields against the API's own document.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { act, clear, closeBrowser, composer, message, open, person, rich } from './people.mjs'
import { everyPlace, furnish, partOf, settled } from './places.mjs'
import { Server } from './server.mjs'
import { excuse, EXCUSED, matches, textArguments } from './xss/arguments.mjs'
import { fields } from './xss/fields.mjs'
import { addresses, packed, payloads } from './xss/payloads.mjs'
import { guard } from './xss/sentinel.mjs'

const PAYLOADS = payloads()
const ADDRESSES = addresses()
const ALL = [...PAYLOADS, ...ADDRESSES]

/** What the shortest field holds whole, the name of a section; a field for addresses gets the addresses, all of them. */
const FITTING = 180

let server, page, finds, channel, root, sent

before(async () => {
  server = await Server.start()
  channel = server.about.channels.engineering
  page = await person(server, 'ada', 'engineering', { prepare: async (context) => (finds = await guard(context, server.url)) })
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** Nothing was found, and nothing threw: a message that breaks the page of its readers is harm too. */
const harmless = async () => assert.deepEqual([...(await finds(page)), ...page.complaints], [])
const reports = async () => (await (await server.session('ada'))('admin.reports.list')).reports

test('the corpus is large, and each payload is there once', () => {
  assert.ok(PAYLOADS.length >= 500, `${PAYLOADS.length} payloads`)
  assert.equal(new Set(PAYLOADS).size, PAYLOADS.length)
})

/** How many payloads a field holds whole; of the longer ones it gets the beginning, which breaks out as well as any. */
const whole = (most = Infinity) => ALL.filter((text) => text.length <= most).length

test('every field of the server takes it as text or refuses it, and nothing runs where it is shown', async () => {
  // A quiet channel shows names, topics and marks while they change; what was posted elsewhere is read afterwards.
  const quiet = (await server.call('linus', 'conversations.create', { name: 'quiet' })).channel.id
  await server.call('linus', 'conversations.invite', { channel: quiet, users: server.about.people.ada.id })
  await server.call('linus', 'chat.postMessage', { channel: quiet, text: 'Nothing happens here' })
  await open(page, 'quiet')
  const found = await fields(server, channel, quiet)
  ;({ root, sent } = found)
  await Promise.all(
    found.list.map(async ({ name, most, line, strict, addresses: bare, put, all }) => {
      if (!bare) assert.ok(whole(most) >= FITTING, `${name} holds ${whole(most)} payloads whole`)
      const count = { taken: 0, refused: 0 }
      const tried = async (many, work) => {
        const done = await work().then(() => 'taken', () => 'refused')
        count[done] += many
      }
      const texts = bare ? ADDRESSES : all ? ALL : packed(ALL, most, line ? ' ' : '\n')
      if (all) await all(texts, tried)
      else for (const text of texts) await tried(1, () => put(text))
      assert.equal(count.taken + count.refused, texts.length, name)
      if (!strict) assert.ok(count.taken > count.refused, `${name} refused ${count.refused} of ${texts.length}`)
    }),
  )
  await furnish(server)
  await server.call('linus', 'chat.postMessage', { channel, text: 'The last of them' })
  await harmless()
})

test('no argument of the API that takes a text was left out', () => {
  const texts = textArguments()
  assert.deepEqual(texts.filter((one) => !sent.has(one) && !excuse(one)), [], 'give it a field in xss/fields.mjs, or a reason in xss/arguments.mjs')
  assert.deepEqual(Object.keys(EXCUSED).filter((one) => !texts.some((text) => matches(one, text) && !sent.has(text))), [], 'excused, and not needed')
})

test('nor in the channel, read from the last to the first', async () => {
  await open(page, 'engineering')
  const latest = page.locator('#channel').getByRole('button', { name: /latest|new message/ })
  await harmless()
  if (await latest.isVisible()) await latest.click()
  await message(page, 'The last of them').waitFor({ timeout: 30_000 })
  const oldest = () => page.evaluate(() => document.querySelector('#channel [data-message]')?.dataset.message)
  for (let before = await oldest(); ; before = await oldest()) {
    await page.evaluate(() => (document.querySelector('#channel .box').scrollTop = 0))
    await page.waitForFunction((before) => document.querySelector('#channel [data-message]')?.dataset.message !== before || document.querySelector('#channel .beginning'), before)
    if ((await page.locator('#channel .beginning').count()) > 0) break
  }
  await harmless()
})

test('nor in a thread', async () => {
  await page.evaluate((hash) => (location.hash = hash), `#/${channel}/t/${root}`)
  await page.locator('#thread article').nth(5).waitFor()
  await harmless()
})

test('nor after a reload, in any view, pane or dialog', async () => {
  await page.evaluate((hash) => (location.hash = hash), `#/${channel}`)
  await page.reload()
  await message(page, 'The last of them').waitFor()
  for (const place of everyPlace(server)) {
    await place.open(page).catch((cause) => assert.fail(`${place.name} does not open: ${cause}`))
    await harmless()
    await place.close?.(page)
  }
})

test('nor typed into the page', async () => {
  await page.goto(`${server.url}/#/${channel}`)
  await composer(page).waitFor()
  for (const text of packed(ALL, 8_000)) {
    await composer(page).fill(text)
    await settled(page)
  }
  await clear(composer(page))
  await page.keyboard.press('Control+k')
  for (const text of packed(ALL, 2_000, ' ')) await page.getByRole('combobox').fill(text)
  await page.keyboard.press('Escape')
  await composer(page).fill('To be edited')
  await composer(page).press('Enter')
  await act(page, 'To be edited', 'Edit')
  for (const text of packed(ALL, 8_000)) await page.locator('article [data-compose], article textarea, article [contenteditable=true]').fill(text)
  await page.locator('article [data-compose], article textarea, article [contenteditable=true]').press('Enter')
  await harmless()
})

/** Fields one writes into; the others are chosen from. */
const WRITTEN = 'input:not([type=checkbox], [type=radio], [type=file], [type=number], [type=range]), textarea'

test('nor typed into a field of a view, a pane or a dialog', async () => {
  let tried = 0
  for (const place of everyPlace(server)) {
    await place.open(page)
    for (const field of await page.locator(partOf(place)).locator(WRITTEN).all()) {
      if (!(await field.isEditable({ timeout: 1_000 }).catch(() => false)) || !(await field.isVisible())) continue
      tried += 1
      for (const text of packed(ALL, 4_000, ' ')) await field.fill(text)
      await settled(page)
      await field.fill('')
    }
    await harmless()
    await place.close?.(page)
  }
  assert.ok(tried >= 20, `only ${tried} fields were found`)
})

test('nor pasted as the markup of another page', async () => {
  await page.evaluate((hash) => (location.hash = hash), `#/${channel}`)
  for (const on of [false, true]) {
    await rich(page, on)
    const field = composer(page)
    await field.focus()
    for (const text of packed(ALL, 8_000)) {
      await field.evaluate((element, html) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/html', `<p><b>Pasted</b></p>${html}`)
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, text)
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
    }
    await harmless()
  }
})

test('nor in an address', async () => {
  for (const text of ALL.filter((_, at) => at % 5 === 0)) {
    await page.evaluate((hash) => (location.hash = hash), `#/${text}`)
    await page.evaluate((hash) => (location.hash = hash), `#/${channel}/t/${text}`)
  }
  await harmless()
  for (const text of ADDRESSES.slice(0, 3)) {
    await page.goto(`${server.url}/archives/${channel}/p1700000000000001?thread_ts=${encodeURIComponent(text)}&${encodeURIComponent(text)}#${encodeURIComponent(text)}`)
    await page.locator('#messages').waitFor()
    await harmless()
  }
})

test('no browser had anything to report', async () => {
  assert.deepEqual(await reports(), [])
})

test('and the watch is awake: what would be harm is found, stopped and reported', async () => {
  await page.evaluate(() => {
    const picture = document.createElement('img')
    picture.src = 'https://xss.example/awake.gif'
    const link = document.createElement('a')
    link.href = 'javascript:__hit=1'
    document.body.append(picture, link)
    globalThis.__hit = 7
  })
  await assert.doesNotReject(async () => {
    for (;;) if ((await reports()).some(({ directive }) => directive === 'img-src')) return
  })
  const found = (await finds(page)).join('\n')
  for (const sign of ['<IMG src=https://xss.example/awake.gif>', '<A href=javascript:__hit=1>', 'payload 7 ran', 'img-src stopped']) assert.ok(found.includes(sign), `${sign} is not in\n${found}`)
})
