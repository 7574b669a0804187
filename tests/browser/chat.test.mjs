// Ada and Linus, each at a browser of their own, work in one channel.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { act, clear, closeBrowser, composer, message, open, person, textOf, write, written } from './people.mjs'
import { Server } from './server.mjs'

let server, ada, linus

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'engineering')
  linus = await person(server, 'linus', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

test('what one writes the other reads, at once and once', async () => {
  await write(ada, 'Good morning from the first browser')
  await message(linus, 'Good morning from the first browser').waitFor()
  await write(linus, 'And good morning from the second')
  await message(ada, 'And good morning from the second').waitFor()
  for (const page of [ada, linus]) {
    assert.equal(await message(page, 'Good morning from the first browser').count(), 1)
    assert.equal(await message(page, 'And good morning from the second').count(), 1)
  }
  assert.equal(await written(ada), '')
})

test('twenty messages in a row arrive in the order they were written', async () => {
  for (let n = 1; n <= 20; n += 1) await write(ada, `order ${n}.`)
  await message(linus, 'order 20.').waitFor()
  for (const page of [ada, linus]) {
    const texts = await page.locator('#channel article').filter({ hasText: /order \d+\./ }).allInnerTexts()
    assert.deepEqual(texts.map((text) => Number(/order (\d+)\./.exec(text)[1])), Array.from({ length: 20 }, (_, n) => n + 1))
  }
})

test('marks, mentions and emoji are shown as what they mean', async () => {
  await write(ada, '*bold* `code` :tada: @linus <b>not html</b>')
  const row = message(linus, 'not html').last()
  await row.waitFor()
  assert.equal(await row.locator('strong').innerText(), 'bold')
  assert.equal(await row.locator('code').innerText(), 'code')
  assert.match(await row.innerText(), /🎉/)
  assert.match(await row.innerText(), /<b>not html<\/b>/)
  await row.getByRole('button', { name: /^@/ }).waitFor()
})

test('an edit is seen by both, and says so', async () => {
  await write(ada, 'A tpyo')
  await act(ada, 'A tpyo', 'Edit')
  const field = ada.getByRole('textbox', { name: 'Edit message' })
  await field.fill('A typo, mended')
  await field.press('Enter')
  for (const page of [ada, linus]) await message(page, 'A typo, mended').getByText('(edited)').waitFor()
  assert.equal(await message(linus, 'A tpyo').count(), 0)
})

test('arrow up in an empty field edits the last own message', async () => {
  await write(ada, 'Fourty-two')
  await message(linus, 'Fourty-two').waitFor()
  await composer(ada).press('ArrowUp')
  const field = ada.getByRole('textbox', { name: 'Edit message' })
  assert.equal(await textOf(field), 'Fourty-two')
  await field.fill('Forty-two')
  await field.press('Enter')
  await message(linus, 'Forty-two').waitFor()
})

test('a reaction is counted, and taken back', async () => {
  await write(ada, 'Who is in favour?')
  await act(linus, 'Who is in favour?', /\+1/)
  const count = message(ada, 'Who is in favour?').getByRole('button', { name: /reacted with :\+1:/ })
  await count.click()
  await message(linus, 'Who is in favour?').getByRole('button', { name: /:\+1:/, pressed: true }).filter({ hasText: '2' }).waitFor()
  await count.click()
  await message(linus, 'Who is in favour?').getByRole('button', { name: /:\+1:/ }).filter({ hasText: '1' }).first().waitFor()
})

test('any emoji can be found and chosen', async () => {
  await write(ada, 'Pick one')
  await act(ada, 'Pick one', 'Add a reaction')
  await ada.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket')
  await ada.getByRole('dialog', { name: 'Choose an emoji' }).getByRole('button', { name: 'rocket', exact: true }).click()
  await message(linus, 'Pick one').getByRole('button', { name: /:rocket:/ }).waitFor()
})

test('a thread: reply, summary, live in both panes', async () => {
  await write(ada, 'Shall we ship today?')
  await act(linus, 'Shall we ship today?', 'Reply in thread')
  await write(linus, 'After the tests.', '#thread')
  await message(linus, 'After the tests.', '#thread').waitFor()
  const summary = message(ada, 'Shall we ship today?').getByRole('button', { name: /1 reply/ })
  await summary.click()
  await message(ada, 'After the tests.', '#thread').waitFor()
  await write(ada, 'They are green.', '#thread')
  await message(linus, 'They are green.', '#thread').waitFor()
  await message(linus, 'Shall we ship today?').getByRole('button', { name: /2 replies/ }).waitFor()
  assert.equal(await message(linus, 'They are green.').count(), 0, 'a reply is not in the channel')
})

test('a reply can also go to the channel', async () => {
  await ada.locator('#thread').getByRole('checkbox').check()
  await write(ada, 'Shipped!', '#thread')
  await message(linus, 'Shipped!').waitFor()
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await linus.getByRole('button', { name: 'Close thread' }).click()
})

test('a deleted message is gone from both', async () => {
  await write(ada, 'To be forgotten')
  await message(linus, 'To be forgotten').waitFor()
  await act(ada, 'To be forgotten', 'Delete')
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  for (const page of [ada, linus]) await message(page, 'To be forgotten').waitFor({ state: 'detached' })
})

test('nobody edits or deletes what another person wrote', async () => {
  await write(ada, 'Only mine')
  await message(linus, 'Only mine').hover()
  const bar = message(linus, 'Only mine').getByRole('toolbar')
  await bar.waitFor()
  await bar.getByRole('button', { name: 'More actions' }).click()
  await linus.getByRole('menuitem', { name: 'Copy link' }).waitFor()
  assert.equal(await linus.getByRole('menuitem', { name: /Edit|Delete/ }).count(), 0)
  await linus.keyboard.press('Escape')
})

test('a mention elsewhere is counted in the sidebar, and read when it is looked at', async () => {
  await open(linus, 'general')
  await write(ada, '@linus, look here')
  const link = linus.getByRole('navigation').getByRole('link', { name: /engineering/ })
  await link.getByText(/mention/).waitFor({ state: 'attached' })
  await link.click()
  await linus.locator('[data-unread]').waitFor()
  await linus.getByRole('navigation').getByRole('link', { name: 'general' }).click()
  await link.getByText(/mention/).waitFor({ state: 'detached' })
  await open(linus, 'engineering')
})

test('"is typing" is shown while someone writes', async () => {
  await composer(ada).pressSequentially('thinking about it', { delay: 300 })
  await linus.getByText(/is typing/).waitFor()
  await clear(composer(ada))
})

test('everything is still there after a reload', async () => {
  await linus.reload()
  await message(linus, 'Forty-two').waitFor()
  await message(linus, 'Shall we ship today?').getByRole('button', { name: /replies/ }).waitFor()
})

test('older messages come as one scrolls up, and what is read stays in place', async () => {
  for (let n = 1; n <= 150; n += 1) await server.call('grace', 'chat.postMessage', { channel: server.about.channels.engineering, text: `history ${n}.` })
  await linus.reload()
  await message(linus, 'history 150.').waitFor()
  const box = linus.locator('#channel .box')
  for (let turn = 0; turn < 40 && (await message(linus, 'Good morning from the first browser').count()) === 0; turn += 1) {
    await box.evaluate((element) => (element.scrollTop = Math.max(0, element.scrollTop - 700)))
    await linus.waitForTimeout(60)
  }
  await message(linus, 'Good morning from the first browser').waitFor()
  assert.ok((await linus.locator('#channel article').count()) <= 300)
  await linus.getByRole('button', { name: 'Jump to latest' }).click()
  await message(linus, 'history 150.').waitFor()
})

test('from a link to an old message one reads on to the end, without a gap', async () => {
  const channel = server.about.channels.engineering
  const { messages } = await server.call('grace', 'conversations.history', { channel, limit: 150 })
  const old = messages.find(({ text }) => text === 'history 8.')
  await linus.goto(`${server.url}/archives/${channel}/p${old.ts.replace('.', '')}`)
  await message(linus, 'history 8.').waitFor()
  const box = linus.locator('#channel .box')
  for (let turn = 0; turn < 60 && (await message(linus, 'history 150.').count()) === 0; turn += 1) {
    await box.evaluate((element) => (element.scrollTop = element.scrollHeight))
    await linus.waitForTimeout(100)
  }
  const texts = await linus.locator('#channel article').filter({ hasText: /history \d+\./ }).allInnerTexts()
  const numbers = texts.map((text) => Number(/history (\d+)\./.exec(text)[1]))
  assert.equal(numbers.at(-1), 150)
  assert.deepEqual(numbers, Array.from({ length: numbers.length }, (_, n) => 151 - numbers.length + n))
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
