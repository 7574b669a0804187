// The views beside channels: unread, threads, mentions, drafts, saved. Ada and Linus, each at a browser of their own.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { act, clear, closeBrowser, composer, details, message, open, person, reads, write, written, PHONE, TABLET } from './people.mjs'
import { Server } from './server.mjs'

let server, ada, linus

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'general')
  linus = await person(server, 'linus', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const say = (handle, channel, text, more = {}) => server.call(handle, 'chat.postMessage', { channel: server.about.channels[channel] ?? channel, text, ...more })
const entry = (page, name) => page.getByRole('navigation').first().getByRole('link', { name })
const view = (page, name) => page.locator('#channel').getByRole('region', { name, exact: true })
const card = (page, text) => page.locator('[data-card]').filter({ hasText: text })

/** Opens one of the views from the sidebar. */
async function go(page, name) {
  await entry(page, name).click()
  await page.locator('#channel').getByRole('heading', { level: 2, name }).waitFor()
}

/** The number beside a view's name; 0 where there is none. */
const count = async (page, name) => Number((await entry(page, name).locator('.count').allInnerTexts())[0] ?? 0)
const counts = async (page, name, number) => {
  await entry(page, name).locator('.count').filter({ hasText: new RegExp(`^${number}$`) }).waitFor()
}
const countless = (page, name) => entry(page, name).locator('.count').waitFor({ state: 'detached' })

test('unread: what came in stands there by channel, live, and is ticked off', async () => {
  await go(ada, /^Unread/)
  if (await count(ada, /^Unread/)) await ada.getByRole('button', { name: 'Mark all as read' }).click()
  await ada.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await open(ada, 'general')
  await say('grace', 'engineering', 'The build is red')
  await counts(ada, /^Unread/, 1)
  await go(ada, /^Unread/)
  await card(ada, 'The build is red').waitFor()
  await say('grace', 'engineering', 'And green again')
  await card(ada, 'The build is red').getByText('And green again').waitFor()
  await say('grace', 'random', 'Cake in the kitchen')
  await card(ada, 'Cake in the kitchen').waitFor()
  assert.deepEqual(await violations(ada), [])
  await card(ada, 'The build is red').getByRole('button', { name: 'Mark as read' }).click()
  await card(ada, 'The build is red').waitFor({ state: 'detached' })
  await ada.reload()
  await card(ada, 'Cake in the kitchen').waitFor()
  assert.equal(await card(ada, 'The build is red').count(), 0)
  await ada.getByRole('button', { name: 'Mark all as read' }).click()
  await ada.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
  await countless(ada, /^Unread/)
})

test('unread: by keyboard the focus goes on to the next channel', async () => {
  await say('grace', 'engineering', 'First of two')
  await say('grace', 'random', 'Second of two')
  await card(ada, 'Second of two').waitFor()
  await card(ada, 'First of two').getByRole('button', { name: 'Mark as read' }).focus()
  await ada.keyboard.press('Enter')
  await card(ada, 'First of two').waitFor({ state: 'detached' })
  assert.equal(await ada.evaluate(() => document.activeElement?.closest('[data-card]')?.textContent?.includes('Second of two')), true)
  await ada.keyboard.press('Enter')
  await ada.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
})

test('mark unread from here: the line moves, and another device sees it', async () => {
  await say('grace', 'random', 'Red herring')
  await say('grace', 'random', 'The important part')
  await open(ada, 'random')
  await message(ada, 'The important part').waitFor()
  await open(linus, 'random')
  await message(linus, 'The important part').waitFor()
  await act(linus, 'The important part', 'Mark unread from here')
  await linus.locator('[data-unread] + article').filter({ hasText: 'The important part' }).waitFor()
  await open(linus, 'engineering')
  await entry(linus, /^random/).getByText('unread').waitFor({ state: 'attached' })
  await linus.reload()
  await entry(linus, /^random/).getByText('unread').waitFor({ state: 'attached' })
})

test('threads: replies come in live, are marked and answered in place', async () => {
  await open(ada, 'engineering')
  await write(ada, 'Which colour for the shed?')
  await message(ada, 'Which colour for the shed?').waitFor()
  const thread_ts = await message(ada, 'Which colour for the shed?').getAttribute('data-message')
  await go(ada, /^Threads/)
  // What the demo's people said before is read by looking at it.
  await card(ada, /./).last().scrollIntoViewIfNeeded()
  await open(ada, 'general')
  const before = await count(ada, /^Threads/)
  await say('linus', 'engineering', 'Green', { thread_ts })
  await counts(ada, /^Threads/, before + 1)
  await go(ada, /^Threads/)
  const thread = card(ada, 'Which colour for the shed?')
  await thread.getByText('Green').waitFor()
  await thread.locator('[data-unread]').waitFor()
  // Seen, it is read.
  await (before ? counts(ada, /^Threads/, before) : countless(ada, /^Threads/))
  await say('grace', 'engineering', 'Rather blue', { thread_ts })
  await thread.getByText('Rather blue').waitFor()
  assert.deepEqual(await violations(ada), [])
  await thread.getByRole('button', { name: 'Reply…' }).click()
  await thread.getByRole('textbox').fill('Blue it is')
  await thread.getByRole('textbox').press('Enter')
  await thread.locator('article').filter({ hasText: 'Blue it is' }).waitFor()
  await open(linus, 'engineering')
  await message(linus, 'Which colour for the shed?').getByRole('button', { name: /3 replies/ }).waitFor()
})

test('threads: open beside, and leave it', async () => {
  const thread = card(ada, 'Which colour for the shed?')
  await thread.getByRole('button', { name: 'Open in side pane' }).click()
  await message(ada, 'Rather blue', '#thread').waitFor()
  assert.equal(await view(ada, 'Threads').isVisible(), true)
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await thread.getByRole('button', { name: 'Unfollow thread' }).click()
  await thread.waitFor({ state: 'detached' })
  await ada.reload()
  await ada.getByRole('heading', { name: 'Threads', level: 2 }).waitFor()
  await ada.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  assert.equal(await thread.count(), 0)
})

test('threads: who replies follows, but not where they left before', async () => {
  const asked = 'Who waters the plants?'
  const bell = (name) => ada.locator('#thread').getByRole('button', { name, exact: true })
  await open(linus, 'engineering')
  await say('grace', 'engineering', asked)
  await open(ada, 'engineering')
  await act(ada, asked, 'Reply in thread')
  await write(ada, 'I do', '#thread')
  await bell('Unfollow thread').click()
  await bell('Follow thread').waitFor()
  await write(ada, 'Except on Fridays', '#thread')
  await message(linus, asked).getByRole('button', { name: /2 replies/ }).waitFor()
  await message(ada, 'Except on Fridays', '#thread').waitFor()
  await ada.waitForLoadState('networkidle')
  assert.equal(await bell('Follow thread').count(), 1)
  await ada.reload()
  await bell('Follow thread').click()
  await bell('Unfollow thread').waitFor()
  await bell('Close thread').click()
})

test('mentions: a call is on top at once, and leads to its place', async () => {
  await go(ada, /^Mentions/)
  await open(linus, 'engineering')
  await write(linus, '@ada, the lease is in your tray')
  await card(ada, 'the lease is in your tray').waitFor()
  assert.deepEqual(await violations(ada), [])
  await card(ada, 'the lease is in your tray').getByRole('link', { name: '#engineering' }).click()
  await ada.locator('article.target').filter({ hasText: 'the lease is in your tray' }).waitFor()
})

test('saved: kept, done, opened again, let go; the mark stands at the message', async () => {
  await act(ada, 'the lease is in your tray', 'Save for later')
  await message(ada, 'the lease is in your tray').getByTitle('Saved', { exact: true }).waitFor()
  await go(ada, /^Saved/)
  const kept = card(ada, 'the lease is in your tray')
  await kept.getByRole('button', { name: 'Mark as done' }).click()
  await kept.waitFor({ state: 'detached' })
  await ada.reload()
  await ada.getByRole('heading', { name: 'Nothing saved yet' }).waitFor()
  await ada.getByRole('button', { name: 'Done', exact: true }).click()
  await kept.waitFor()
  assert.deepEqual(await violations(ada), [])
  await kept.getByRole('button', { name: 'Move back to To do' }).click()
  await ada.getByRole('button', { name: 'To do', exact: true }).click()
  await kept.getByRole('button', { name: 'Remove from Saved' }).click()
  await ada.getByRole('heading', { name: 'Nothing saved yet' }).waitFor()
  await open(ada, 'engineering')
  assert.equal(await message(ada, 'the lease is in your tray').getByTitle('Saved', { exact: true }).count(), 0)
})

test('reminders: of a message and of anything, done and deleted', async () => {
  await act(ada, 'the lease is in your tray', 'Remind me about this')
  await ada.getByRole('menuitem', { name: 'In an hour' }).click()
  await go(ada, /^Saved/)
  await ada.getByRole('button', { name: 'Reminders' }).click()
  await card(ada, 'the lease is in your tray').getByRole('link', { name: 'Go to message' }).waitFor()
  await ada.getByRole('button', { name: 'Add reminder' }).click()
  await ada.getByRole('dialog').getByLabel('What’s it about?').fill('Water the plants')
  assert.deepEqual(await violations(ada), [])
  await ada.getByRole('dialog').getByRole('button', { name: 'Set reminder' }).click()
  await card(ada, 'Water the plants').getByRole('button', { name: 'Mark as done' }).click()
  await card(ada, 'Water the plants').getByText('done', { exact: true }).waitFor()
  await card(ada, 'the lease is in your tray').getByRole('button', { name: 'Delete reminder' }).click()
  await card(ada, 'the lease is in your tray').waitFor({ state: 'detached' })
  await ada.reload()
  await ada.getByRole('button', { name: 'Reminders' }).click()
  await card(ada, 'Water the plants').waitFor()
  assert.equal(await card(ada, 'the lease is in your tray').count(), 0)
})

test('empty: the first act stands where nothing is yet', async () => {
  await go(ada, /^Drafts/)
  await ada.getByRole('heading', { name: 'No drafts' }).waitFor()
  await view(ada, 'Drafts').getByRole('button', { name: 'New message' }).click()
  await ada.getByRole('dialog').getByRole('combobox').waitFor()
  await ada.keyboard.press('Escape')
  const linusView = (name) => view(linus, name)
  await go(linus, /^Saved/)
  await linusView('Saved').getByRole('button', { name: 'Reminders' }).click()
  await linus.getByRole('heading', { name: 'No reminders' }).waitFor()
  await linus.locator('.column').getByRole('button', { name: 'Add reminder' }).click()
  await linus.getByRole('dialog').getByLabel('What’s it about?').fill('Feed the cat')
  await linus.getByRole('dialog').getByRole('button', { name: 'Set reminder' }).click()
  await card(linus, 'Feed the cat').waitFor()
  assert.equal(await linusView('Saved').getByRole('button', { name: 'Add reminder' }).count(), 1)
  await open(linus, 'engineering')
})

test('drafts: gone on with, sent, let go', async () => {
  await open(ada, 'general')
  await composer(ada).fill('Half a thought')
  await open(ada, 'random')
  await composer(ada).fill('A whole one')
  await go(ada, /^Drafts/)
  assert.deepEqual(await violations(ada), [])
  await card(ada, 'A whole one').getByRole('button', { name: 'Send' }).click()
  await card(ada, 'A whole one').waitFor({ state: 'detached' })
  await open(linus, 'random')
  await message(linus, 'A whole one').waitFor()
  await card(ada, 'Half a thought').getByText('Half a thought').click()
  await reads(ada, 'Half a thought')
  await go(ada, /^Drafts/)
  await card(ada, 'Half a thought').getByRole('button', { name: 'Delete draft' }).click()
  await ada.getByRole('heading', { name: 'No drafts' }).waitFor()
})

test('scheduled: another time, sent at once, taken back', async () => {
  const post_at = Math.floor(Date.now() / 1000) + 86_400
  for (const text of ['Later today', 'Never mind']) await server.call('ada', 'chat.scheduleMessage', { channel: server.about.channels.random, text, post_at })
  await card(ada, 'Later today').getByRole('button', { name: 'Edit message or time' }).click()
  await ada.getByRole('dialog').getByLabel('Message').fill('Later, but sooner')
  await ada.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await card(ada, 'Later today').waitFor({ state: 'detached' })
  assert.deepEqual(await violations(ada), [])
  await card(ada, 'Never mind').getByRole('button', { name: 'Move to drafts' }).click()
  const draft = ada.locator('[data-card]').filter({ hasText: 'Never mind' }).filter({ has: ada.getByRole('button', { name: 'Delete draft' }) })
  await draft.waitFor()
  assert.equal((await server.call('ada', 'chat.scheduledMessages.list')).scheduled_messages.length, 1)
  await card(ada, 'Later, but sooner').getByRole('button', { name: 'Send now' }).click()
  await message(linus, 'Later, but sooner').waitFor()
  assert.deepEqual((await server.call('ada', 'chat.scheduledMessages.list')).scheduled_messages, [])
  await ada.reload()
  await draft.waitFor()
  await draft.getByRole('button', { name: 'Delete draft' }).click()
})

test('scheduled: taken back behind what was begun there, whatever is typed so far', async () => {
  const names = `@${server.about.people.linus.name ?? 'linus'}`
  const text = `Lunch, <@${server.about.people.linus.id}>?`
  await server.call('ada', 'chat.scheduleMessage', { channel: server.about.channels.random, text, post_at: Math.floor(Date.now() / 1000) + 86_400 })
  await open(ada, 'random')
  await composer(ada).fill('Begun just now')
  await go(ada, /^Drafts/)
  await card(ada, 'Lunch').getByRole('button', { name: 'Move to drafts' }).click()
  await ada.getByRole('button', { name: 'Move to drafts' }).waitFor({ state: 'detached' })
  await open(ada, 'random')
  assert.equal(await written(ada), `Begun just now\n\nLunch, ${names}?`)
  await clear(composer(ada))
})

test('cards: a click opens what they are about, but not one on a control or to mark words; Enter does the same', async () => {
  const { engineering, random } = server.about.channels
  const channel = engineering
  const post_at = Math.floor(Date.now() / 1000) + 86_400
  await open(ada, 'random')
  await composer(ada).fill('Begun just now')
  await open(ada, 'general')
  const { ts } = await server.call('ada', 'chat.postMessage', { channel, text: 'Who has the ladder?' })
  await say('linus', 'engineering', `I lent it, <@${server.about.people.ada.id}>`, { thread_ts: ts })
  await server.call('ada', 'stars.add', { channel, timestamp: ts })
  await server.call('ada', 'chat.scheduleMessage', { channel: random, text: 'Waits for tomorrow', post_at })
  await server.call('ada', 'reminders.add', { text: `Ask about it <${server.url}/archives/${channel}/p${ts.replace('.', '')}>`, time: String(post_at) })
  await server.call('ada', 'pins.add', { channel, timestamp: ts })

  const thread = `#/${channel}/t/${ts}`
  const places = [
    // What was opened is read.
    [/^Unread/, 'Nobody read this yet', `#/${random}`, () => say('grace', 'random', 'Nobody read this yet')],
    [/^Threads/, 'Who has the ladder?', thread],
    [/^Mentions/, 'I lent it', thread],
    [/^Drafts/, 'Waits for tomorrow', `#/${random}`],
    [/^Drafts/, 'Begun just now', `#/${random}`],
    [/^Saved/, 'Who has the ladder?', `#/${channel}/m/${ts}`],
    [/^Saved/, 'Ask about it', `#/${channel}/m/${ts}`, () => ada.getByRole('button', { name: 'Reminders' }).click()],
  ]
  const at = (hash) => ada.waitForFunction((hash) => location.hash === hash, hash)
  for (const [name, text, hash, then] of places) {
    await open(ada, 'general')
    await go(ada, name)
    await then?.()
    const words = card(ada, text).getByText(text).first()
    const here = ada.url()
    // Marking a word is no wish to go anywhere.
    const { x, y, height } = await words.boundingBox()
    await ada.mouse.move(x + 2, y + height / 2)
    await ada.mouse.down()
    await ada.mouse.move(x + 40, y + height / 2, { steps: 4 })
    await ada.mouse.up()
    assert.equal(ada.url(), here, `${text}: marking words`)
    await ada.mouse.click(2, 2)
    await words.click({ position: { x: 4, y: height / 2 } })
    await at(hash)
    await ada.goBack()
    await then?.()
    // The whole list is one stop: on the first card, and arrows lead from card to card.
    await card(ada, text).waitFor()
    const stops = await ada.locator('[data-card]').evaluateAll((cards) => cards.flatMap((card) => [...card.querySelectorAll('button, a')]).filter((button) => button.tabIndex === 0 && !button.closest('[data-message], form')).length)
    assert.equal(stops, 1, text)
    await ada.locator('[data-card] [data-open][tabindex="0"]').first().focus()
    await ada.keyboard.press('Home')
    for (let steps = 0; steps < 40 && !(await card(ada, text).evaluateAll((cards) => cards.some((card) => card.contains(document.activeElement)))); steps += 1) await ada.keyboard.press('ArrowDown')
    await ada.keyboard.press('Enter')
    await at(hash)
  }
  await go(ada, /^Drafts/)
  const here = ada.url()
  await card(ada, 'Waits for tomorrow').getByRole('button', { name: 'Move to drafts' }).click()
  await ada.locator('[data-card]').filter({ hasText: 'Waits for tomorrow' }).getByRole('button', { name: 'Delete draft' }).click()
  assert.equal(ada.url(), here, 'a button says something else')
  await open(ada, 'engineering')
  await details(ada, /Pinned/)
  await ada.locator('#side li').filter({ hasText: 'Who has the ladder?' }).getByText('Who has the ladder?').click()
  await at(`#/${channel}/m/${ts}`)
})

test('share: a link to a message, with a word about it, goes to another channel', async () => {
  await open(ada, 'engineering')
  await act(ada, 'the lease is in your tray', 'Share')
  const dialog = ada.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'To' }).fill('rand')
  await dialog.getByRole('option', { name: /random/ }).waitFor()
  await ada.keyboard.press('Enter')
  await dialog.getByLabel('Add a message').fill('Look at this')
  assert.deepEqual(await violations(ada), [])
  await dialog.getByRole('button', { name: 'Share' }).click()
  await message(linus, 'Look at this').getByRole('link', { name: /archives/ }).waitFor()
})

test('pin: the mark is seen by both', async () => {
  await act(ada, 'the lease is in your tray', 'Pin to channel')
  await open(linus, 'engineering')
  await message(linus, 'the lease is in your tray').getByTitle('Pinned', { exact: true }).waitFor()
  await act(linus, 'the lease is in your tray', 'Unpin')
  await message(ada, 'the lease is in your tray').getByTitle('Pinned', { exact: true }).waitFor({ state: 'detached' })
})

test('undo: what is removed at once can be taken back for ten seconds', async () => {
  const { engineering } = server.about.channels
  const undo = ada.getByRole('status').getByRole('button', { name: 'Undo' })
  const { ts } = await server.call('linus', 'chat.postMessage', { channel: engineering, text: 'The key is under the mat' })
  await server.call('ada', 'stars.add', { channel: engineering, timestamp: ts })
  await server.call('ada', 'pins.add', { channel: engineering, timestamp: ts })
  await server.call('linus', 'chat.postMessage', { channel: engineering, text: `<@${server.about.people.ada.id}>, found it?`, thread_ts: ts })
  await server.call('ada', 'chat.postMessage', { channel: engineering, text: 'Found it', thread_ts: ts })
  await server.call('ada', 'reminders.add', { text: 'Bring the key back', time: String(Math.floor(Date.now() / 1000) + 86_400) })
  await open(ada, 'random')
  await composer(ada).fill('Dear all, a long letter')
  await go(ada, /^Drafts/)
  await card(ada, 'a long letter').getByRole('button', { name: 'Delete draft' }).click()
  await card(ada, 'a long letter').waitFor({ state: 'detached' })
  assert.deepEqual(await violations(ada), [])
  await undo.click()
  await card(ada, 'a long letter').waitFor()
  await undo.waitFor({ state: 'detached' })
  await open(ada, 'random')
  await reads(ada, 'Dear all, a long letter')
  await clear(composer(ada))
  const kept = [
    [/^Saved/, 'The key is under the mat', 'Remove from Saved'],
    [/^Saved/, 'Bring the key back', 'Delete reminder', () => ada.getByRole('button', { name: 'Reminders' }).click()],
    [/^Threads/, 'The key is under the mat', 'Unfollow thread'],
  ]
  for (const [name, text, button, then] of kept) {
    await go(ada, name)
    await then?.()
    await card(ada, text).getByRole('button', { name: button }).click()
    await card(ada, text).waitFor({ state: 'detached' })
    await undo.click()
    await card(ada, text).waitFor()
    await ada.reload()
    await then?.()
    await card(ada, text).waitFor()
  }
  await open(ada, 'engineering')
  await details(ada, /Pinned/)
  const pinned = ada.locator('#side li').filter({ hasText: 'The key is under the mat' })
  await pinned.getByRole('button', { name: 'Unpin' }).click()
  await pinned.waitFor({ state: 'detached' })
  await undo.click()
  await pinned.waitFor()
  await open(ada, 'random')
  await composer(ada).fill('Gone for good')
  await go(ada, /^Drafts/)
  await card(ada, 'Gone for good').getByRole('button', { name: 'Delete draft' }).click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached', timeout: 12_000 })
  await ada.reload()
  await ada.locator('#channel').getByRole('heading', { level: 2, name: 'Drafts' }).waitFor()
  assert.equal(await card(ada, 'Gone for good').count(), 0)
  await open(ada, 'engineering')
})

test('one key does it on a focused message, and the menu is walked with arrows', async () => {
  const row = message(ada, 'the lease is in your tray')
  await row.focus()
  await ada.keyboard.press('a')
  await row.getByTitle('Saved', { exact: true }).waitFor()
  await row.focus()
  await ada.keyboard.press('a')
  await row.getByTitle('Saved', { exact: true }).waitFor({ state: 'detached' })
  await row.focus()
  await ada.keyboard.press('Enter')
  for (let step = 0; step < 9 && !(await row.getByRole('button', { name: 'More actions' }).evaluate((button) => button === document.activeElement)); step += 1) await ada.keyboard.press('Tab')
  await ada.keyboard.press('Enter')
  await ada.getByRole('menu').waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('R')
  await ada.keyboard.press('ArrowRight')
  assert.equal(await ada.evaluate(() => document.activeElement?.textContent?.trim()), 'In 20 minutes')
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Escape')
  await ada.getByRole('menu').waitFor({ state: 'detached' })
  assert.equal(await row.evaluate((article) => article.contains(document.activeElement)), true)
})

test('write to several people at once', async () => {
  await ada.getByRole('button', { name: 'New message' }).first().click()
  for (const name of ['lin', 'gra']) {
    await ada.getByRole('combobox').fill(name)
    await ada.getByRole('option').first().waitFor()
    await ada.keyboard.press('Enter')
  }
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Enter')
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
  await write(ada, 'The three of us')
  await entry(linus, /Ada.*Grace|Grace.*Ada/).click()
  await message(linus, 'The three of us').waitFor()
})

test('jump-to: what was open last comes first, and views are found', async () => {
  await open(ada, 'general')
  await open(ada, 'random')
  await ada.keyboard.press('Control+k')
  await ada.getByRole('option').first().filter({ hasText: 'general' }).waitFor()
  await ada.getByRole('combobox').fill('threa')
  await ada.getByRole('option', { name: /Threads/ }).waitFor()
  await ada.keyboard.press('Enter')
  await view(ada, 'Threads').waitFor()
})

const section = (page, name) => page.getByRole('navigation').first().getByRole('region', { name, exact: true })

test('sections: made from the menu of a channel, and there in another browser', async () => {
  await section(ada, 'Channels').getByRole('link', { name: 'random' }).click({ button: 'right' })
  await ada.getByRole('menuitem', { name: 'Move to section' }).click()
  await ada.getByRole('menuitem', { name: 'New section' }).click()
  await ada.getByRole('dialog').getByLabel('Name').fill('Kaffeeküche & Pause')
  await ada.keyboard.press('Enter')
  await section(ada, 'Kaffeeküche & Pause').getByRole('link', { name: 'random' }).waitFor()
  const elsewhere = await person(server, 'ada', 'general')
  await section(elsewhere, 'Kaffeeküche & Pause').getByRole('link', { name: 'random' }).waitFor()
  await section(elsewhere, 'Kaffeeküche & Pause').getByRole('button', { name: 'Kaffeeküche & Pause', exact: true }).click()
  await section(ada, 'Kaffeeküche & Pause').getByRole('link', { name: 'random' }).waitFor({ state: 'detached' })
  await section(ada, 'Kaffeeküche & Pause').getByRole('button', { name: 'Kaffeeküche & Pause', exact: true }).click()
  await elsewhere.context().close()
})

test('sections: a finger that stays asks for the same menus, also where the browser has none of its own', async () => {
  const touching = (prepare) => person(server, 'grace', 'general', { viewport: TABLET, hasTouch: true, prepare })
  // As on an iPhone: the page hears of the finger, and of nothing else.
  const alone = () => addEventListener('contextmenu', (event) => (event.preventDefault(), event.stopImmediatePropagation()), true)
  for (const page of [await touching(), await touching((context) => context.addInitScript(alone))]) {
    const client = await page.context().newCDPSession(page)
    const touch = (type, touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints })
    const press = async (target, held_ms, by = 0) => {
      const { x, y, width, height } = await target.boundingBox()
      const at = { x: x + width / 2, y: y + height / 2 }
      await touch('touchStart', [at])
      if (by) await touch('touchMove', [{ ...at, y: at.y + by }])
      await page.waitForTimeout(held_ms)
      await touch('touchEnd', [])
    }
    const item = section(page, 'Channels').getByRole('link', { name: 'engineering' })
    const before = page.url()
    await press(item, 800)
    await page.getByRole('menu', { name: /engineering/ }).getByRole('menuitem', { name: 'Move to section' }).waitFor()
    await page.waitForTimeout(300)
    assert.equal(await page.getByRole('menu').count(), 1)
    assert.equal(page.url(), before, 'the channel was opened below its menu')
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await press(item, 800, 40)
    assert.equal(await page.getByRole('menu').count(), 0)
    await press(section(page, 'Channels').getByRole('button', { name: 'Channels', exact: true }), 800)
    await page.getByRole('menuitem', { name: 'New section' }).waitFor()
    await page.keyboard.press('Escape')
    await press(item, 50)
    await page.locator('#channel').getByRole('heading', { level: 2, name: 'engineering', exact: true }).waitFor()
    await page.context().close()
  }
})

test('sections: a channel is carried there, a section is moved by keyboard and deleted', async () => {
  await section(ada, 'Channels').getByRole('link', { name: 'engineering' }).dragTo(section(ada, 'Kaffeeküche & Pause'))
  await section(ada, 'Kaffeeküche & Pause').getByRole('link', { name: 'engineering' }).waitFor()
  await section(ada, 'Channels').getByRole('button', { name: 'Channels section' }).focus()
  await ada.keyboard.press('Enter')
  await ada.getByRole('menu').waitFor()
  await ada.keyboard.press('m')
  await ada.keyboard.press('Enter')
  const order = () => ada.getByRole('navigation').first().getByRole('region').evaluateAll((regions) => regions.map((region) => region.getAttribute('aria-label')))
  await ada.waitForFunction(() => document.querySelector('nav section')?.getAttribute('aria-label') === 'Channels')
  await ada.reload()
  await section(ada, 'Kaffeeküche & Pause').waitFor()
  assert.deepEqual((await order()).slice(0, 2), ['Channels', 'Kaffeeküche & Pause'])
  assert.deepEqual(await violations(ada), [])
  await section(ada, 'Kaffeeküche & Pause').getByRole('button', { name: 'Kaffeeküche & Pause section' }).click()
  await ada.getByRole('menuitem', { name: 'Delete section' }).click()
  await section(ada, 'Channels').getByRole('link', { name: 'random' }).waitFor()
  await ada.getByRole('button', { name: 'Undo' }).click()
  await section(ada, 'Kaffeeküche & Pause').getByRole('link', { name: 'random' }).waitFor()
  assert.deepEqual((await order()).slice(0, 2), ['Channels', 'Kaffeeküche & Pause'])
  await section(ada, 'Kaffeeküche & Pause').getByRole('button', { name: 'Kaffeeküche & Pause section' }).click()
  await ada.getByRole('menuitem', { name: 'Delete section' }).click()
  await section(ada, 'Channels').getByRole('link', { name: 'random' }).waitFor()
})

test('what is unread can stand first', async () => {
  await section(ada, 'Channels').getByRole('button', { name: 'Channels section' }).click()
  await ada.getByRole('menuitemcheckbox', { name: 'Show unread first' }).click()
  await open(ada, 'general')
  await ada.keyboard.press('Shift+Escape')
  await countless(ada, /^Unread/)
  await say('grace', 'random', 'Unread, so first')
  await section(ada, 'Channels').getByRole('link').first().filter({ hasText: 'random' }).waitFor()
})

test('the tab says how much calls, in its title and its icon', async () => {
  const icon = () => ada.locator('link[rel=icon]').getAttribute('href')
  await go(ada, /^Unread/)
  await ada.keyboard.press('Shift+Escape')
  await ada.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
  await ada.waitForFunction(() => document.title.startsWith('Unread') && document.querySelector('link[rel=icon]').href.endsWith('/icon.svg'))
  await open(ada, 'general')
  await say('grace', 'random', 'Only news')
  await ada.waitForFunction(() => document.title.startsWith('• ') && document.querySelector('link[rel=icon]').href.startsWith('data:image/png'))
  const dot = await icon()
  await say('grace', 'random', `<@${server.about.people.ada.id}> and a question`)
  await ada.waitForFunction(() => document.title.startsWith('(1) '))
  await ada.waitForFunction((before) => document.querySelector('link[rel=icon]').href !== before, dot)
})

test('a phone: the five places at the bottom, and the way back from the left edge', async () => {
  const phone = await person(server, 'ada', undefined, { viewport: PHONE, hasTouch: true, isMobile: true })
  const bottom = phone.getByRole('navigation', { name: 'Main navigation' })
  await bottom.waitFor()
  for (const [tab, title] of [['Direct', 'Direct messages'], ['Activity', 'Mentions'], ['Saved', 'Saved'], ['You', 'You']]) {
    await bottom.getByRole('link', { name: tab }).tap()
    await phone.locator('#channel').getByRole('heading', { level: 2, name: title }).waitFor()
    await phone.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    assert.deepEqual(await violations(phone), [], tab)
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, tab)
    const small = await bottom.getByRole('link').evaluateAll((links) => links.filter((link) => link.getBoundingClientRect().height < 44).length)
    assert.equal(small, 0)
  }
  await bottom.getByRole('link', { name: 'Home' }).tap()
  assert.deepEqual(await violations(phone), [])
  await phone.getByRole('link', { name: 'engineering' }).first().tap()
  await phone.locator('#channel').getByRole('group', { name: /^Messages (in|with)/ }).waitFor()
  assert.equal(await bottom.isVisible(), false)
  // Made by the page: a touch of the debugger's would also be the browser's own gesture for "back".
  const swipe = (from, to) =>
    phone.evaluate(
      ([from, to]) => {
        const target = document.querySelector('#channel')
        const tell = (type, x) => {
          const touch = new Touch({ identifier: 1, target, clientX: x, clientY: 400 })
          target.dispatchEvent(new TouchEvent(type, { bubbles: true, touches: type === 'touchend' ? [] : [touch], changedTouches: [touch] }))
        }
        tell('touchstart', from)
        for (let step = 1; step <= 5; step += 1) tell('touchmove', from + ((to - from) * step) / 5)
        tell('touchend', to)
      },
      [from, to],
    )
  await swipe(200, 380)
  assert.equal(await phone.locator('#channel').isVisible(), true, 'only the edge goes back')
  await swipe(5, 200)
  await bottom.waitFor()
  await phone.context().close()
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
