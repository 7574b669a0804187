// A phone: what may be done with a message comes up from the bottom, and the list is short.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, message, open, person, PHONE } from './people.mjs'
import { Server } from './server.mjs'

let server, phone, client

before(async () => {
  server = await Server.start()
  await server.call('ada', 'chat.postMessage', { channel: server.about.channels.engineering, text: 'The kiln is hot' })
  phone = await person(server, 'linus', undefined, { viewport: PHONE, hasTouch: true, isMobile: true })
  client = await phone.context().newCDPSession(phone)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const touch = (type, touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints })
const sheet = () => phone.getByRole('menu')

async function hold(target) {
  const { x, y, width, height } = await target.boundingBox()
  await touch('touchStart', [{ x: x + width / 2, y: y + height / 2 }])
  await phone.waitForTimeout(600)
  await touch('touchEnd', [])
  await sheet().waitFor()
}

test('the list of a phone has no more than its bottom leaves out', async () => {
  const nav = phone.getByRole('navigation', { name: 'Channels and people' })
  await nav.getByRole('link', { name: 'engineering' }).waitFor()
  for (const name of ['Unread', 'Threads', 'Drafts']) assert.ok(await nav.getByRole('link', { name }).first().isVisible(), name)
  for (const name of ['Mentions', 'Saved']) assert.equal(await nav.getByRole('link', { name }).count(), 0, name)
  assert.equal(await nav.getByRole('region', { name: 'Direct messages' }).count(), 0)
  const tops = await nav.locator('ul').first().getByRole('link').evaluateAll((links) => new Set(links.map((link) => link.getBoundingClientRect().top)).size)
  assert.equal(tops, 1, 'they stand in one block')
  assert.deepEqual(await violations(phone), [])
})

test('a finger that stays on a message brings everything up; a drag or a tap outside puts it away', async () => {
  await open(phone, 'engineering')
  const row = message(phone, 'The kiln is hot')
  await hold(row)
  await phone.waitForFunction(() => Math.round(document.querySelector('[role=menu]').getBoundingClientRect().bottom) === innerHeight)
  const small = await sheet().getByRole('menuitem').evaluateAll((items) => items.filter((item) => item.getBoundingClientRect().height < 48).length)
  assert.equal(small, 0)
  for (const name of ['Reply in thread', 'Copy text', 'Copy link']) await sheet().getByRole('menuitem', { name }).waitFor()
  assert.deepEqual(await violations(phone), [])
  // A tap outside.
  await phone.touchscreen.tap(200, 60)
  await sheet().waitFor({ state: 'detached' })
  // A drag.
  await hold(row)
  const { x, y } = await sheet().boundingBox()
  await touch('touchStart', [{ x: x + 100, y: y + 20 }])
  for (let down = 20; down <= 140; down += 20) await touch('touchMove', [{ x: x + 100, y: y + 20 + down }])
  await touch('touchEnd', [])
  await sheet().waitFor({ state: 'detached' })
  await phone.waitForFunction(() => document.activeElement?.matches('[data-message]') && document.activeElement.textContent.includes('The kiln is hot'))
  // A reaction.
  await hold(row)
  await sheet().getByRole('menuitem', { name: 'React with :tada:' }).tap()
  await row.getByRole('button', { name: /tada/ }).waitFor()
  // And by the button.
  await row.tap({ position: { x: 200, y: 30 } })
  await row.getByRole('button', { name: 'More actions' }).tap()
  await sheet().getByRole('menuitem', { name: 'React with :+1:' }).waitFor()
})
