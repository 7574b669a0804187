// Measures the client on this machine and prints a table: `make bench-web`. Nothing is asserted here: the numbers say
// something beside the baseline of the same run only. COMITY_BIN chooses the binary; RUNS how often each is measured.

import { fill } from './archive.mjs'
import { closeBrowser, composer, message, person, signIn, visitor } from './people.mjs'
import { settled } from './places.mjs'
import { Server } from './server.mjs'

const RUNS = Number(process.env.RUNS ?? 5)
const KEYS = 40
const rows = []
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
const note = (what, value, unit, baseline = '') => rows.push({ what, value: `${value} ${unit}`, 'empty page': baseline === '' ? '' : `${baseline} ${unit}` })
const times = async (work) => {
  const all = []
  for (let run = 0; run < RUNS; run += 1) all.push(await work(run))
  return median(all)
}

const server = await Server.start()
const make = async (name, count) => {
  const channel = (await server.call('linus', 'conversations.create', { name })).channel.id
  await server.call('linus', 'conversations.invite', { channel, users: server.about.people.ada.id })
  await fill(server, channel, count)
  return channel
}
const screen = await make('screen', 300)
await make('archive', 5_000)

/** A page of the same server with one line of text and nothing else. */
const EMPTY = '/manifest.webmanifest'

async function firstLoad() {
  const page = await visitor(server, { path: EMPTY })
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  let total = 0
  const scripts = new Set()
  client.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => (total += scripts.has(requestId) ? encodedDataLength : 0))
  await page.goto(server.url)
  await signIn(page, server, 'ada')
  await page.locator('#channel article').first().waitFor()
  await settled(page)
  await page.context().close()
  note('first load, JavaScript compressed', Math.round(total / 100) / 10, 'kB')
}

async function usable() {
  const page = await person(server, 'ada', undefined)
  const measure = async (url, ready) => {
    const from = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await ready()
    return performance.now() - from
  }
  const blank = await times(() => measure(server.url + EMPTY, () => page.locator('pre').first().waitFor()))
  const full = await times(async () => {
    // A page of its own each time, with all of it unread: a change of the fragment alone loads nothing.
    await page.goto('about:blank')
    await server.call('ada', 'conversations.mark', { channel: screen, ts: '1.000000' })
    return measure(`${server.url}/#/${screen}`, async () => {
      // The two who joined are one line.
      await page.waitForFunction(() => document.querySelectorAll('#channel article[data-message]').length >= 299)
      await composer(page).focus()
    })
  })
  await page.context().close()
  note('channel with 300 messages usable', Math.round(full), 'ms', Math.round(blank))
}

async function heap(page) {
  const client = await page.context().newCDPSession(page)
  await client.send('HeapProfiler.collectGarbage')
  const { metrics } = await client.send('Performance.enable').then(() => client.send('Performance.getMetrics'))
  const of = (name) => metrics.find((metric) => metric.name === name).value
  await client.detach()
  return { heap: Math.round(of('JSHeapUsedSize') / 1e5) / 10, nodes: of('Nodes') }
}

async function memory() {
  const page = await person(server, 'ada', 'archive')
  await page.locator('#channel article').first().waitFor()
  const before = await heap(page)
  let most = 0
  while ((await page.locator('#channel .beginning').count()) === 0) {
    const first = await page.evaluate(() => document.querySelector('#channel [data-message]').dataset.message)
    await page.evaluate(() => (document.querySelector('#channel .box').scrollTop = 0))
    await page.waitForFunction((first) => document.querySelector('#channel [data-message]')?.dataset.message !== first || document.querySelector('#channel .beginning'), first)
    most = Math.max(most, await page.locator('#channel article[data-message]').count())
  }
  const after = await heap(page)
  await page.context().close()
  note('heap when the channel is opened', before.heap, 'MB')
  note('heap after scrolling 5,000 messages', after.heap, 'MB')
  note('DOM nodes then', after.nodes, '', before.nodes)
  note('most messages in the page', most, '')
}

/** From the key press to the frame that shows it. */
async function keys(page, field) {
  await field.focus()
  await page.evaluate(() => {
    globalThis.__waits = []
    addEventListener('keydown', (event) => {
      const from = event.timeStamp
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => globalThis.__waits.push(performance.now() - from)
        port2.postMessage(0)
      })
    }, { capture: true })
  })
  for (let n = 0; n < KEYS; n += 1) {
    await page.keyboard.press('a')
    await page.waitForFunction((n) => globalThis.__waits.length > n, n)
  }
  return median(await page.evaluate(() => globalThis.__waits))
}

async function latency() {
  const blank = await visitor(server, { path: EMPTY })
  await blank.evaluate(() => document.body.append(document.createElement('textarea')))
  const baseline = await keys(blank, blank.locator('textarea'))
  await blank.context().close()
  const page = await person(server, 'ada', 'screen')
  const quiet = await keys(page, composer(page))
  let going = true
  const talk = (async () => {
    for (let n = 0; going; n += 1) {
      const next = new Promise((resolve) => setTimeout(resolve, 50))
      void server.call('linus', 'chat.postMessage', { channel: screen, text: `Busy ${n}` }).catch(() => undefined)
      await next
    }
  })()
  await message(page, 'Busy 5').first().waitFor()
  const busy = await keys(page, composer(page))
  going = false
  await talk
  await page.context().close()
  const round = (n) => Math.round(n * 10) / 10
  note('key press to paint, quiet channel', round(quiet), 'ms', round(baseline))
  note('key press to paint, 20 messages a second', round(busy), 'ms', round(baseline))
}

for (const part of [firstLoad, usable, memory, latency]) await part()
console.table(rows)
console.log(`Medians of ${RUNS} runs and ${KEYS} keys, on the binary and the machine they were measured on.`)
await closeBrowser()
await server.stop()
