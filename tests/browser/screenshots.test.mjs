// The walk that takes pictures of every screen goes to its end, and each picture shows something.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inflateSync } from 'node:zlib'

import { closeBrowser, DESKTOP } from './people.mjs'
import { everyPlace } from './places.mjs'
import { fileName, moments, walk } from './screenshots.mjs'
import { Server, WEEK } from './server.mjs'

let server

before(async () => {
  server = await Server.start(undefined, undefined, WEEK)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** How many different lines a picture has: an empty page has one or two. */
function lines(png) {
  const data = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const raw = inflateSync(Buffer.concat(data))
  const width = raw.length / png.readUInt32BE(20)
  return new Set(Array.from({ length: png.readUInt32BE(20) }, (_, line) => raw.toString('latin1', line * width, (line + 1) * width))).size
}

/** The pictures by name. */
const taken = new Map()
const shoot = async (page, name) => taken.set(name, await page.screenshot())

test('every place has a picture that is not empty', async () => {
  const seen = await walk(server, shoot, { widths: { desktop: DESKTOP }, looks: [{ theme: 'dark', locale: 'de' }] })
  for (const { name } of everyPlace(server)) assert.ok(seen.includes(name), `${name} was not looked at`)
  for (const name of seen) {
    const picture = taken.get(`${fileName(name)}-desktop-dark-de`)
    assert.ok(picture && lines(picture) > 100, `the picture of ${name} is empty`)
  }
})

test('so has what opens under the hand, to the page without its server', async () => {
  taken.clear()
  await moments(server, shoot)
  assert.ok(taken.size >= 12 && taken.has('offline'))
  for (const [name, picture] of taken) assert.ok(lines(picture) > 100, `the picture of ${name} is empty`)
})
