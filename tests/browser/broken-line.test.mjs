// The server goes away and comes back; nothing is lost and nobody reloads.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { act, clear, closeBrowser, composer, message, person, reads, textOf, write, written } from './people.mjs'
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

test('a message written while the server is away goes out when it is back', async () => {
  await write(ada, 'Before the restart')
  await message(linus, 'Before the restart').waitFor()
  await server.down()
  await write(ada, 'Written while it was down')
  await ada.getByText('Waiting for a connection').waitFor()
  await server.again()
  await message(ada, 'Written while it was down').waitFor({ timeout: 60_000 })
  await message(linus, 'Written while it was down').waitFor({ timeout: 60_000 })
  await ada.getByText('Waiting for a connection').waitFor({ state: 'detached' })
  assert.equal(await message(linus, 'Written while it was down').count(), 1)
})

test('both talk on without a reload', async () => {
  await write(linus, 'Still here?')
  await message(ada, 'Still here?').waitFor()
  await write(ada, 'Still here.')
  await message(linus, 'Still here.').waitFor()
})

test('edits, reactions and threads go on too', async () => {
  await act(linus, 'Still here?', 'Edit')
  const field = linus.getByRole('textbox', { name: 'Edit message' })
  await field.fill('Still here, after the restart?')
  await field.press('Enter')
  await message(ada, 'Still here, after the restart?').getByText('(edited)').waitFor()
  await act(ada, 'Still here, after', /React with :\+1:/)
  await message(linus, 'Still here, after').getByRole('button', { name: /:\+1:/, pressed: false }).first().waitFor()
  await act(ada, 'Still here, after', 'Reply in thread')
  await write(ada, 'In a thread, as before', '#thread')
  await message(linus, 'Still here, after').getByRole('button', { name: /1 reply/ }).waitFor()
  await ada.getByRole('button', { name: 'Close thread' }).click()
})

test('what happened while one was cut off arrives once, in order', async () => {
  await linus.context().setOffline(true)
  await write(ada, 'missed 1.')
  await write(ada, 'missed 2.')
  await message(ada, 'missed 2.').waitFor()
  await linus.context().setOffline(false)
  await message(linus, 'missed 2.').waitFor({ timeout: 60_000 })
  const texts = await linus.locator('#channel article').filter({ hasText: /missed \d/ }).allInnerTexts()
  assert.deepEqual(texts.map((text) => /missed (\d)/.exec(text)[1]), ['1', '2'])
})

test('an unsent message survives a reload', async () => {
  await ada.context().setOffline(true)
  await write(ada, 'Kept through the reload')
  await ada.getByText('Waiting for a connection').waitFor()
  await ada.context().setOffline(false)
  await ada.reload()
  await message(linus, 'Kept through the reload').waitFor({ timeout: 60_000 })
  assert.equal(await message(linus, 'Kept through the reload').count(), 1)
})

test('two windows of one person send what waited once, and in order', async () => {
  const second = await ada.context().newPage()
  await second.goto(`${server.url}/#/${server.about.channels.engineering}`)
  await composer(second).waitFor()
  await ada.context().setOffline(true)
  await write(ada, 'both windows 1.')
  await write(second, 'both windows 2.')
  await ada.getByText('Waiting for a connection').first().waitFor()
  // Each window shows what the other one holds.
  await second.getByText('both windows 1.').waitFor()
  await ada.getByText('both windows 2.').waitFor()
  await ada.context().setOffline(false)
  await message(linus, 'both windows 2.').waitFor({ timeout: 60_000 })
  const texts = await linus.locator('#channel article').filter({ hasText: /both windows \d/ }).allInnerTexts()
  assert.deepEqual(texts.map((text) => /both windows (\d)/.exec(text)[1]), ['1', '2'])
  await ada.getByText('Waiting for a connection').first().waitFor({ state: 'detached' })
  await second.close()
})

test('a draft and an edit survive a reload without a connection to tell the server over', async () => {
  await write(ada, 'To be edited')
  await message(linus, 'To be edited').waitFor()
  await ada.context().setOffline(true)
  await composer(ada).press('ArrowUp')
  await ada.getByRole('textbox', { name: 'Edit message' }).fill('Half edi')
  await composer(ada).fill('Half a draft')
  await ada.context().setOffline(false)
  await ada.reload()
  await composer(ada).waitFor()
  assert.equal(await written(ada), 'Half a draft')
  const field = ada.getByRole('textbox', { name: 'Edit message' })
  assert.equal(await textOf(field), 'Half edi')
  await field.press('Escape')
  await clear(composer(ada))
})

test('where a browser keeps nothing it asks before the page is left', async () => {
  // As on a page that came over plain HTTP.
  const keyless = (context) => context.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }))
  const page = await person(server, 'linus', 'general', { prepare: keyless })
  await page.context().setOffline(true)
  await write(page, 'Only in this page')
  await page.getByText('Waiting for a connection').waitFor()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  assert.equal(dialog.type(), 'beforeunload')
  await dialog.accept()
})

test('a message that waits can be written anew', async () => {
  await ada.context().setOffline(true)
  await write(ada, 'Not like @linus this')
  await ada.getByText('Waiting for a connection').waitFor()
  await ada.getByRole('button', { name: 'Edit', exact: true }).click()
  await reads(ada, 'Not like @linus this')
  await composer(ada).fill('Like this')
  await composer(ada).press('Enter')
  await ada.context().setOffline(false)
  await message(linus, 'Like this').waitFor({ timeout: 60_000 })
  assert.equal(await message(linus, 'Not like').count(), 0)
})

test('what the server refuses says why, and can be sent again or discarded', async () => {
  const channel = server.about.channels.engineering
  await linus.context().setOffline(true)
  await write(linus, 'Too late')
  await linus.getByText('Waiting for a connection').waitFor()
  await server.call('ada', 'conversations.kick', { channel, user: server.about.people.linus.id })
  await linus.context().setOffline(false)
  await linus.getByText('Not sent').waitFor({ timeout: 60_000 })
  await linus.getByRole('button', { name: 'Join channel' }).click()
  await composer(linus).waitFor()
  await linus.getByRole('button', { name: 'Try again' }).click()
  await message(ada, 'Too late').waitFor()
  await linus.getByText('Not sent').waitFor({ state: 'detached' })
})

test('an archived channel can be read, but not written to', async () => {
  const channel = server.about.channels.engineering
  await server.call('ada', 'conversations.archive', { channel })
  await ada.getByText('This channel is archived').waitFor()
  await server.call('ada', 'conversations.unarchive', { channel })
  await ada.getByText('This channel is archived').waitFor({ state: 'detached' })
})

test('a server that hangs is known to be away within a quarter of a minute, and nothing written meanwhile is lost', async () => {
  await ada.waitForTimeout(1_000)
  server.hang()
  const from = Date.now()
  try {
    await write(ada, 'Said into the silence')
    await ada.getByRole('status').getByText('The server isn’t answering').waitFor({ timeout: 18_000 })
    // Ten seconds of silence, five for the answer, and the moment a short break is nobody's business.
    assert.ok(Date.now() - from < 17_500, `${Date.now() - from} ms`)
    // It is the server that is away, not the person: the browser has a network, until it has none.
    assert.equal(await ada.getByText('offline').count(), 0)
    await ada.context().setOffline(true)
    await ada.getByRole('status').getByText('You are offline').waitFor()
    await ada.context().setOffline(false)
    await ada.getByRole('status').getByText('The server isn’t answering').waitFor()
  } finally {
    server.goOn()
  }
  await ada.getByRole('status').getByText('The server isn’t answering').waitFor({ state: 'detached', timeout: 60_000 })
  await message(linus, 'Said into the silence').waitFor({ timeout: 60_000 })
  assert.equal(await message(linus, 'Said into the silence').count(), 1)
})
