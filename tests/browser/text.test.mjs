// The table of texts on the real screen: what a reader sees and may copy, and where each link leads.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { closeBrowser, open, person } from './people.mjs'
import { Server } from './server.mjs'

/** Names, emoji and dates stand on a screen in the reader's own form; the other examples as the table has them. */
const asItStands = ({ text }) => !/<[@#!]|:[a-z0-9_+'-]+:/i.test(text)
const examples = JSON.parse(readFileSync(new URL('../data/text.json', import.meta.url), 'utf8')).filter((example) => asItStands(example) && (example.links?.length || ['blank', 'fence', 'list', 'quote'].includes(example.rule)))

let server, page
const posted = []

before(async () => {
  server = await Server.start()
  const { channel } = await server.call('linus', 'conversations.create', { name: 'table' })
  await server.call('linus', 'conversations.invite', { channel: channel.id, users: server.about.people.ada.id })
  for (const example of examples) posted.push({ ...example, ts: (await server.call('linus', 'chat.postMessage', { channel: channel.id, text: example.text })).ts })
  page = await person(server, 'ada')
  await open(page, 'table')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** Text and links of a message, and the text once more with the signs of items, which are no text on a page: a number is
 * the one that the browser counts. */
const seen = (node) => {
  const found = { text: node.innerText, links: [...node.querySelectorAll('a')].map(({ href }) => href) }
  for (const list of node.querySelectorAll('ol, ul')) [...list.children].forEach((item, index) => item.prepend(list.tagName === 'OL' ? `${list.start + index}. ` : '- '))
  return { ...found, signed: node.innerText }
}

/** How many blanks lie between blocks is for the style sheet to say. */
const words = (text) => text.replace(/[ \t\u00a0]+/g, ' ').replace(/ ?\n\s*/g, '\n').trim()

test('what stands on the screen is what was sent, and each link leads where it says', async () => {
  assert.ok(posted.length > 100, `${posted.length} examples`)
  const wrong = []
  for (const { ts, rule, text, shown = text, links } of posted) {
    const row = page.locator(`article[data-message="${ts}"] .body`)
    for (let more = 0; !(await row.count()) && more < 20; more += 1) {
      await page.locator('#channel .box').evaluate((box) => (box.scrollTop = 0))
      await page.waitForTimeout(200)
    }
    const found = await row.evaluate(seen)
    if (rule === 'blank' ? found.text !== shown : words(found.text) !== words(shown)) wrong.push([text, found.text, shown])
    // No number is changed: with its signs a list is what was sent.
    if (rule === 'list' && words(found.signed) !== words(text.replace(/^(\s*)[-•◦▪] /gm, '$1- '))) wrong.push([text, found.signed])
    if (links) {
      const wanted = links.map((href) => new URL(href).href)
      if (JSON.stringify(found.links) !== JSON.stringify(wanted)) wrong.push([text, found.links, wanted])
    }
  }
  assert.deepEqual(wrong, [])
})
