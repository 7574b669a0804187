// Messages that a page can't draw: older servers kept any shape of block and attachment, and one of them must cost its own
// line and nothing else. The answers are changed on their way, since this server takes no such shapes.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { act, closeBrowser, details, message, open, person } from './people.mjs'
import { Server } from './server.mjs'

const QUIET = 'This message can’t be shown.'

let server, channel

before(async () => {
  server = await Server.start()
  channel = server.about.channels.engineering
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const rich = (...elements) => ({ blocks: [{ type: 'rich_text', elements }] })
const section = (...elements) => ({ type: 'rich_text_section', elements })

/** Shapes of which a part can still be read, and what of it must stand on the screen. */
const ODD = {
  'rich text of null': [rich(null, section({ type: 'text', text: 'read 0' })), 'read 0'],
  'a section of null': [rich(section(null, { type: 'text', text: 'read 1' })), 'read 1'],
  'a text that is a number': [rich(section({ type: 'text', text: 5 }, { type: 'text', text: ' read 2' })), '5 read 2'],
  'a style that is a list': [rich(section({ type: 'text', text: 'read 3', style: [1] })), 'read 3'],
  'a list of a number': [rich({ type: 'rich_text_list', style: 'bullet', elements: [7, section({ type: 'text', text: 'read 4' })] }), 'read 4'],
  'an indent that is a word': [rich({ type: 'rich_text_list', style: 'bullet', indent: 'deep', elements: [section({ type: 'text', text: 'read 5' })] }), 'read 5'],
  'a link to a number': [rich(section({ type: 'link', url: 9 }, { type: 'text', text: ' read 6' })), 'read 6'],
  'blocks of null': [{ blocks: [null, { type: 'section', text: { type: 'mrkdwn', text: 'read 7' } }] }, 'read 7'],
  'blocks that are a word': [{ blocks: 'deep', text: 'read 8' }, 'read 8'],
  'fields of numbers': [{ blocks: [{ type: 'section', fields: [1, { type: 'mrkdwn', text: 'read 9' }] }] }, 'read 9'],
  'elements of null': [{ blocks: [{ type: 'context', elements: [null, { type: 'mrkdwn', text: 'read 10' }] }, { type: 'actions', elements: [null] }] }, 'read 10'],
  'an icon with the name of a method': [{ blocks: [{ type: 'context_actions', elements: [{ type: 'icon_button', icon: 'constructor' }, { type: 'constructor' }] }, { type: 'header', text: { type: 'plain_text', text: 'read 11' } }] }, 'read 11'],
  'attachment fields that are a number': [{ attachments: [{ fields: 5, text: 'read 12' }] }, 'read 12'],
  'fields of null': [{ attachments: [{ fields: [null, { title: {}, value: {} }, { title: 'read 13', value: 5 }] }] }, 'read 13'],
  'an attachment text that is a number': [{ attachments: [{ text: 5, title: {}, pretext: 'read 14' }] }, 'read 14'],
  'actions that are a word': [{ attachments: [{ text: 'read 15', actions: 'x', mrkdwn_in: 5, color: [], ts: {} }] }, 'read 15'],
  'attachments of null': [{ attachments: [null, { text: 'read 16', blocks: [null], title_link: 5, image_url: {}, thumb_url: [1], author_name: ['a'] }] }, 'read 16'],
  'attachments that are a word': [{ attachments: 'deep', text: 'read 17' }, 'read 17'],
  'a block of a kind to come': [{ blocks: [{ type: 'hologram', text: 'read 19' }] }, 'read 19'],
  'nothing but blocks to come': [{ text: 'read 20', blocks: [{ type: 'hologram' }] }, 'read 20'],
  'a skin tone of a million': [rich(section({ type: 'emoji', name: 'wave', skin_tone: 1e7 }, { type: 'text', text: ' read 18' })), 'read 18'],
}

/** Shapes of which nothing can be made. */
const HOPELESS = { 'a text that is a number': { text: 5 }, 'a text that is a list': { text: ['a'] }, 'reactions of null': { reactions: [null] } }

/** Posts one message for each shape; gives, by the message's time, what is to stand in it. */
async function post(shapes, odd) {
  const found = new Map()
  for (const name of Object.keys(shapes)) {
    const { ts } = await server.call('linus', 'chat.postMessage', { channel, text: `Shape: ${name}` })
    found.set(ts, odd(shapes[name]))
  }
  return found
}

/** Puts the shapes into every answer that has their messages. */
async function bend(context, bent) {
  const change = (value) => {
    if (Array.isArray(value)) value.forEach(change)
    else if (value && typeof value === 'object') {
      Object.values(value).forEach(change)
      if (bent.has(value.ts)) Object.assign(value, bent.get(value.ts))
    }
  }
  await context.route('**/api/*', async (route) => {
    const response = await route.fetch()
    if (!/json/.test(response.headers()['content-type'] ?? '')) return route.fulfill({ response })
    const json = await response.json()
    change(json)
    await route.fulfill({ response, json })
  })
}

/** Closes the browser of a page; an answer that is still on its way to it is nobody's any more. */
async function shut(page) {
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
  await page.context().close()
}

test('of an odd shape all that can be read is shown, and its neighbours stand', async () => {
  const bent = await post(ODD, ([shape]) => shape)
  const { ts: last } = await server.call('linus', 'chat.postMessage', { channel, text: 'And the day goes on' })
  const page = await person(server, 'ada', 'engineering', { prepare: (context) => bend(context, bent) })
  await page.locator(`article[data-message="${last}"]`).getByText('And the day goes on').waitFor()
  for (const [index, ts] of [...bent.keys()].entries()) {
    const [name, [, read]] = Object.entries(ODD)[index]
    await page.locator(`article[data-message="${ts}"]`).getByText(read, { exact: false }).first().waitFor({ timeout: 5_000 }).catch(() => assert.fail(name))
  }
  assert.equal(await page.getByText(QUIET).count(), 0)
  assert.deepEqual(page.complaints, [])
  await shut(page)
})

for (const [locale, words] of [['en-GB', QUIET], ['de-DE', 'Diese Nachricht kann nicht angezeigt werden.'], ['fr-FR', 'Impossible d’afficher ce message.']]) {
  test(`a message that can't be drawn is one quiet line, and the rest goes on (${locale})`, async () => {
    const bent = await post(HOPELESS, (shape) => shape)
    const { ts: last } = await server.call('linus', 'chat.postMessage', { channel, text: `After it, ${locale}` })
    const page = await person(server, 'ada', undefined, { locale, prepare: (context) => bend(context, bent) })
    await page.getByRole('navigation').getByRole('link', { name: 'engineering' }).first().click()
    await page.locator(`article[data-message="${last}"]`).getByText(`After it, ${locale}`).waitFor()
    for (const ts of bent.keys()) assert.equal(await page.locator(`article[data-message="${ts}"]`).getByText(words).count(), 1)
    // What arrives now is shown too.
    await server.call('linus', 'chat.postMessage', { channel, text: `And later, ${locale}` })
    await message(page, `And later, ${locale}`).waitFor()
    assert.deepEqual(page.complaints, [])
    await shut(page)
  })
}

test('a message that was mended is drawn again, and one that was not can be deleted', async () => {
  const { ts } = await server.call('ada', 'chat.postMessage', { channel, text: 'To be mended' })
  const { ts: other } = await server.call('ada', 'chat.postMessage', { channel, text: 'To be deleted' })
  const bent = new Map([[ts, { text: 5 }], [other, { text: 5 }]])
  const page = await person(server, 'ada', 'engineering', { prepare: (context) => bend(context, bent) })
  const row = page.locator(`article[data-message="${ts}"]`)
  await row.getByText(QUIET).waitFor()
  await server.call('ada', 'chat.update', { channel, ts, text: 'Mended words' })
  await row.getByText('Mended words').waitFor()
  await act(page, QUIET, 'Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.locator(`article[data-message="${other}"]`).waitFor({ state: 'detached' })
  await shut(page)
})

test('pins, threads and linked messages hold such a message as well', async () => {
  const root = await server.call('linus', 'chat.postMessage', { channel, text: 'A root with a past' })
  const reply = await server.call('linus', 'chat.postMessage', { channel, text: 'A reply with a past', thread_ts: root.ts })
  await server.call('linus', 'chat.postMessage', { channel, text: 'A reply of today', thread_ts: root.ts })
  await server.call('linus', 'pins.add', { channel, timestamp: root.ts })
  const link = `${server.url}/archives/${channel}/p${root.ts.replace('.', '')}`
  await server.call('linus', 'chat.postMessage', { channel: server.about.channels.general, text: `Of old: ${link}` })
  const bent = new Map([[root.ts, { text: 5 }], [reply.ts, { text: 5 }]])
  const page = await person(server, 'ada', 'general', { prepare: (context) => bend(context, bent) })
  await message(page, 'Of old').getByText(QUIET).waitFor()
  await open(page, 'engineering')
  await page.locator(`article[data-message="${root.ts}"]`).getByText(QUIET).waitFor()
  await page.locator(`article[data-message="${root.ts}"]`).getByRole('button', { name: /repl/ }).click()
  await message(page, 'A reply of today', '#thread').waitFor()
  for (const ts of [root.ts, reply.ts]) await page.locator(`#thread article[data-message="${ts}"]`).getByText(QUIET).waitFor()
  await details(page, 'Pinned messages')
  await page.locator('#side li').getByText(QUIET).waitFor()
  assert.deepEqual(page.complaints, [])
  await shut(page)
})
