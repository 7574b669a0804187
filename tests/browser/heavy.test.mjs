// Messages as heavy as they can be: repeated signs and marks at full length. None of them holds the page up, and nothing of
// them is lost.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, message, open, person, write } from './people.mjs'
import { Server } from './server.mjs'

/** Characters of the longest text, and bytes of the largest message. */
const TEXT = 40_000
const BYTES = 60 * 1024 - 10_000

/** What the page may work on one message, in milliseconds of its own thread. Prose of that length takes a tenth of it. */
const WORK_MAX = 1_500

const full = (fragment, length = TEXT) => fragment.repeat(Math.floor(length / fragment.length))
const text = (fragment) => ({ text: full(fragment) })
const section = (said) => ({ type: 'section', text: { type: 'mrkdwn', text: said } })

const FRAGMENTS = ['>\n', '\n>', '> \n', '&gt;\n', '>_', '>*', '`a``', '> ```', '```a```\n', 'http://a。', 'a\n', '\n', '*a* ', '_*a*_ ', '~a~\n', '`a` ', '- a\n', '1. a\n2. b\n', '> a\n', '- a\n> b\n', ':a:', ':tada:', '<@U1> ', '<#C1> ', '<!here> ', '<http://a|b> ', 'a@b.example ', '<!date^1^{date}|x> ']

const HEAVY = {
  ...Object.fromEntries(FRAGMENTS.map((fragment) => [JSON.stringify(fragment), text(fragment)])),
  'signs of quotes before an attachment': { text: 'x', attachments: [{ pretext: full('>\n', 30_000) }] },
  'an attachment of code': { text: 'x', attachments: [{ text: full('```a```\n', 25_000) }] },
  'a hundred attachments': { text: 'x', attachments: Array.from({ length: 100 }, () => ({ pretext: full('*a* ', 120), text: full('`a` ', 120) })) },
  'ten sections': { text: 'x', blocks: Array.from({ length: 10 }, () => section(full('>\n', 2_990))) },
  '50 sections': { text: 'x', blocks: Array.from({ length: 50 }, () => section(full('*a* ', Math.floor(BYTES / 50) - 80))) },
  'rich text of many parts': { text: 'x', blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: full('a\n', BYTES / 2) }] }] }] },
  'a wide table': { text: 'x', blocks: [{ type: 'markdown', text: `${'|'.repeat(101)}\n${'-|'.repeat(99)}-\n${'|\n'.repeat(5_000)}` }] },
  'a table of more columns than any has': { text: 'x', blocks: [{ type: 'markdown', text: `${'|'.repeat(2_001)}\n${'-|'.repeat(1_999)}-\n${'|\n'.repeat(2_500)}` }] },
  'code of many words': { text: `\`\`\`\n${full('{1;', 19_000)}\n\`\`\`` },
}

let server, page, cdp

before(async () => {
  server = await Server.start()
  page = await person(server, 'ada', 'general')
  cdp = await page.context().newCDPSession(page)
  // The thread's own time: what else the machine does is not counted.
  await cdp.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
  await cdp.send('Performance.enable')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const worked = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000
const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))))

/** Posts a message into a channel of its own and gives what the page works until it stands there. */
async function draw(name, shape, index) {
  const { channel } = await server.call('linus', 'conversations.create', { name: `heavy-${index}` })
  await server.call('linus', 'conversations.invite', { channel: channel.id, users: server.about.people.ada.id })
  await page.locator('nav').getByRole('link', { name: `heavy-${index}`, exact: false }).first().waitFor()
  const { ts } = await server.call('linus', 'chat.postMessage', { channel: channel.id, ...shape })
  await painted()
  const start = await worked()
  await page.evaluate((id) => (location.hash = `#/${id}`), channel.id)
  const row = page.locator(`article[data-message="${ts}"]`)
  await row.waitFor({ timeout: 60_000 })
  // What is loaded for it, attachments and code among it, comes a moment later.
  await page.waitForTimeout(300)
  await painted()
  const work = (await worked()) - start
  return { work, row }
}

test('no message holds the page up, whatever is repeated in it', { timeout: 600_000 }, async () => {
  const slow = []
  let index = 0
  for (const [name, shape] of Object.entries(HEAVY)) {
    const { work } = await draw(name, shape, (index += 1))
    if (process.env.SHOW_WORK) console.log(name, Math.round(work))
    if (work > WORK_MAX) slow.push(`${name}: ${Math.round(work)} ms`)
  }
  assert.deepEqual(slow, [])
  assert.deepEqual(page.complaints, [])
})

test('what was not drawn at once is drawn when asked for, to the last word', async () => {
  const { row } = await draw('lines', { text: `${full('a\n', 6_000)}the last word` }, 'asked')
  assert.equal(await row.getByText('the last word').count(), 0)
  await row.getByRole('button', { name: 'Show more' }).last().click()
  for (let more = 0; more < 5 && !(await row.getByText('the last word').count()); more += 1) await row.locator('.body').getByRole('button', { name: 'Show more' }).first().click()
  await row.getByText('the last word').waitFor()
  assert.equal(await row.getByRole('button', { name: 'Show more' }).count(), 0)
  // Every line stands there, as it was sent.
  assert.equal((await row.locator('.body').innerText()).match(/^a$/gm).length, 3_000)
})

test('a page goes on beside the heaviest message', async () => {
  await open(page, 'general')
  await write(page, 'And the day goes on')
  await message(page, 'And the day goes on').waitFor()
})
