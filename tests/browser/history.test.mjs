// What was said long ago is in reach, whatever stands before it: people who joined make one line, and a page of them none.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, message, open, PHONE, visitor, signIn } from './people.mjs'
import { Server } from './server.mjs'

const JOINS = 120
let server, ada, owner, people, page

before(async () => {
  server = await Server.start()
  owner = await server.session('ada')
  ada = (method, args) => server.call('ada', method, args)
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** A channel of sixty messages, then so many people who join, then one message. */
async function crowded(name) {
  const { id } = (await ada('conversations.create', { name })).channel
  for (let n = 1; n <= 60; n += 1) await ada('chat.postMessage', { channel: id, text: `Said early ${n}.` })
  people ??= await newcomers()
  await ada('conversations.invite', { channel: id, users: people })
  await ada('chat.postMessage', { channel: id, text: 'Welcome, all of you' })
  return id
}

/** People who come by two links. */
async function newcomers() {
  const links = await Promise.all([1, 2].map(() => owner('admin.users.invite', { max_uses: JOINS / 2 })))
  const come = async (n) => {
    const answer = await server.page('client.acceptInvite', { invite: links[n % 2].url, name: `new${n}`, real_name: `New ${n}`, email: `new${n}@example.org`, password: 'correct horse battery' }, { origin: server.url })
    return (await answer.json()).user_id
  }
  const ids = []
  for (let n = 0; n < JOINS; n += 8) ids.push(...(await Promise.all(Array.from({ length: 8 }, (_, at) => come(n + at)))))
  return ids
}

/** Goes up until a message is there. */
async function upTo(page, text) {
  for (let tries = 0; tries < 60 && !(await message(page, text).count()); tries += 1) {
    await page.locator('#channel .box').evaluate((box) => box.scrollTo(0, 0))
    await page.waitForTimeout(100)
  }
  await message(page, text).waitFor()
}

test('sixty messages, 120 who join, one message: all of it is in reach', async () => {
  const channel = await crowded('harbour')
  page = await visitor(server)
  await signIn(page, server, 'ada')
  await open(page, 'harbour')
  await message(page, 'Welcome, all of you').waitFor()
  // Nobody scrolls: what fills the list is asked for by itself.
  await message(page, 'Said early 60.').waitFor()
  const overflows = await page.locator('#channel .box').evaluate((box) => box.scrollHeight > box.clientHeight)
  assert.ok(overflows)
  await upTo(page, 'Said early 1.')
  await page.getByText('Loading messages').waitFor({ state: 'detached' })
  assert.equal(await message(page, 'Welcome, all of you').count(), 1)
  // A link into the middle, with the crowd below it.
  const { messages } = await ada('conversations.history', { channel, limit: 200 })
  const middle = messages.find(({ text }) => text === 'Said early 30.')
  const other = await page.context().newPage()
  await other.goto(`${server.url}/archives/${channel}/p${middle.ts.replace('.', '')}`)
  await message(other, 'Said early 30.').waitFor()
  for (let tries = 0; tries < 60 && !(await message(other, 'Welcome, all of you').count()); tries += 1) {
    await other.locator('#channel .box').evaluate((box) => box.scrollTo(0, box.scrollHeight))
    await other.waitForTimeout(100)
  }
  await message(other, 'Welcome, all of you').waitFor()
  await other.close()
})

test('with those who come and go left out, nothing is missing either', async () => {
  await owner('users.prefs.set', { prefs: { show_joins: false } })
  await page.reload()
  await open(page, 'harbour')
  await message(page, 'Said early 60.').waitFor()
  await message(page, 'Welcome, all of you').waitFor()
  await upTo(page, 'Said early 1.')
  await owner('users.prefs.set', { prefs: { show_joins: true } })
})

test('a page that gets no answer is asked for again, one that is refused is offered', async () => {
  const history = '**/api/conversations.history'
  const older = (route, then) => (/"latest"/.test(route.request().postData() ?? '') ? then() : route.continue())
  await page.route(history, (route) => older(route, () => route.abort()))
  await page.reload()
  await open(page, 'harbour')
  await message(page, 'Welcome, all of you').waitFor()
  await page.waitForTimeout(500)
  assert.equal(await message(page, 'Said early 60.').count(), 0)
  await page.unroute(history)
  await message(page, 'Said early 60.').waitFor()

  await page.route(history, (route) => older(route, () => route.fulfill({ json: { ok: false, error: 'fatal_error' } })))
  await page.reload()
  await open(page, 'harbour')
  const again = page.locator('#channel .box').getByRole('button', { name: 'Try again' })
  await again.waitFor()
  await page.unroute(history)
  await again.click()
  await message(page, 'Said early 60.').waitFor()
})

test('a window that is made larger is filled', async () => {
  await page.setViewportSize(PHONE)
  await page.reload()
  await message(page, 'Welcome, all of you').waitFor()
  await page.setViewportSize({ width: 1440, height: 3_000 })
  await message(page, 'Said early 20.').waitFor()
})
