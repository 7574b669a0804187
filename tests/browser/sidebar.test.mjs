// The sidebar: who one is, what it suggests while nearly nothing is in it, and how groups are called.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { account, closeBrowser, open, person } from './people.mjs'
import { Server } from './server.mjs'

let server, ada

before(async () => {
  server = await Server.start()
  ada = await person(server, 'ada', 'general')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const nav = (page) => page.getByRole('navigation', { name: 'Channels and people' })
const own = (page) => nav(page).getByRole('button', { name: /^Your account:/ })

test('the foot of the sidebar says who one is, and opens what is about oneself', async () => {
  await own(ada).filter({ hasText: 'Ada Byron' }).filter({ hasText: 'Active' }).waitFor()
  await account(ada)
  const menu = ada.locator('#account-menu')
  for (const name of ['Set a status', 'Set yourself as away', 'Preferences', 'Sign out']) await menu.getByRole('button', { name }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await menu.getByRole('button', { name: 'Set yourself as away' }).click()
  await own(ada).filter({ hasText: 'Away' }).waitFor()
  await account(ada)
  await menu.getByRole('button', { name: 'Set yourself as active' }).click()
  await server.call('ada', 'users.profile.set', { profile: { status_text: 'Reading Babbage', status_emoji: ':books:' } })
  await own(ada).filter({ hasText: 'Reading Babbage' }).waitFor()
  await ada.getByRole('button', { name: /^Your account: Ada Byron\s*, Active .*\(Reading Babbage\)$/ }).waitFor()
})

test('the menu of the workspace has what is the workspace’s, and nothing about oneself', async () => {
  const words = async (page) => {
    await page.getByRole('button', { name: / menu$/ }).click()
    await page.locator('#team-menu').getByRole('button').first().waitFor()
    const found = await page.locator('#team-menu').getByRole('button').allInnerTexts()
    await page.keyboard.press('Escape')
    return found
  }
  assert.deepEqual(await words(ada), ['People', 'User groups', 'Custom emoji', 'Invite people', 'Administration'])
  const linus = await person(server, 'linus', 'general')
  assert.deepEqual(await words(linus), ['People', 'User groups', 'Custom emoji'])
  await linus.context().close()
})

test('a sidebar with nearly nothing in it suggests how to go on, and stops by itself', async () => {
  const { people } = server.about
  const page = await person(server, 'grace', 'general')
  const { channels } = await (await server.session('grace'))('users.conversations', { types: 'public_channel,private_channel' })
  for (const { id, name } of channels) if (name !== 'general') await (await server.session('grace'))('conversations.leave', { channel: id })
  const suggestions = nav(page).getByRole('region', { name: 'Suggestions' })
  await suggestions.waitFor()
  assert.deepEqual(await suggestions.getByRole('button').allInnerTexts(), ['Browse channels', 'Create a channel', 'New message'])
  assert.deepEqual(await violations(page), [])
  await suggestions.getByRole('button', { name: 'New message' }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await server.call('grace', 'conversations.open', { users: people.linus.id })
  await server.call('grace', 'chat.postMessage', { channel: people.linus.id, text: 'Hello' })
  await suggestions.getByRole('button', { name: 'New message' }).waitFor({ state: 'detached' })
  for (const name of ['kiln', 'yard', 'glaze']) await server.call('grace', 'conversations.create', { name })
  await suggestions.waitFor({ state: 'detached' })
  await open(page, 'general')
  await page.context().close()
})
