// From a thousand pixels on, what is opened stands beside the conversation, and leads back to what stood there before.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { act, closeBrowser, message, open, person } from './people.mjs'
import { Server } from './server.mjs'

let server, channel

before(async () => {
  server = await Server.start()
  channel = server.about.channels.engineering
  await server.call('ada', 'chat.postMessage', { channel, text: 'Das Donaudampfschifffahrtsgesellschaftskapitänspatent ist da' })
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

/** Words that are cut off or run out of their box, and panes too narrow to read in. */
const squeezed = (page) =>
  page.evaluate(() => {
    const width = (selector) => document.querySelector(selector)?.getBoundingClientRect().width ?? 0
    const narrow = [['.list', 220], ['#channel', 400], ['#thread, #side', 340]].filter(([pane, least]) => width(pane) < least).map(([pane]) => `${pane} is ${width(pane)} px wide`)
    const headers = [...document.querySelectorAll('main header h2, main header .icon-button')].filter((each) => each.checkVisibility() && (each.getBoundingClientRect().width < 20 || each.getBoundingClientRect().right > innerWidth))
    const sideways = [...document.querySelectorAll('#channel, #thread, #side')].filter((pane) => pane.scrollWidth > pane.clientWidth)
    return [...narrow, ...headers.map((each) => each.outerHTML.slice(0, 80)), ...sideways.map((pane) => `${pane.id} scrolls sideways`)]
  })

for (const [locale, reply] of [['en-GB', 'Reply in thread'], ['de-DE', 'Im Thread antworten'], ['fr-FR', 'Répondre dans le fil']]) {
  for (const width of [1000, 1024]) {
    test(`a thread and the details stand beside the channel at ${width} px, ${locale}`, async () => {
      const page = await person(server, 'ada', undefined, { viewport: { width, height: 768 }, locale })
      await page.goto(`${server.url}/#/${channel}`)
      const row = message(page, 'Donaudampfschifffahrt')
      await row.hover()
      await row.getByRole('button', { name: reply }).click()
      await page.locator('#thread article').first().waitFor()
      assert.ok(await page.locator('#channel').isVisible())
      assert.deepEqual(await squeezed(page), [])
      await page.goto(`${server.url}/#/${channel}/d`)
      await page.locator('#side h2').waitFor()
      assert.ok(await page.locator('#channel').isVisible())
      assert.deepEqual(await squeezed(page), [])
      assert.deepEqual(await violations(page), [])
      await page.context().close()
    })
  }
}

test('below a thousand pixels the thread takes the place of the channel', async () => {
  const page = await person(server, 'ada', 'engineering', { viewport: { width: 999, height: 768 } })
  await act(page, 'Donaudampfschifffahrt', 'Reply in thread')
  await page.locator('#thread article').first().waitFor()
  assert.equal(await page.locator('#channel').isVisible(), false)
  await page.context().close()
})

test('a profile that was opened from a thread leads back to the thread, one from the channel does not', async () => {
  const page = await person(server, 'ada', 'engineering', { viewport: { width: 1024, height: 768 } })
  await act(page, 'Donaudampfschifffahrt', 'Reply in thread')
  await page.locator('#thread').getByRole('button', { name: /^Ada/ }).first().click()
  const back = page.locator('#side').getByRole('button', { name: 'Back', exact: true })
  await back.waitFor()
  await page.reload()
  await back.click()
  await page.locator('#thread article').first().waitFor()
  assert.equal(await page.locator('#thread').getByRole('button', { name: 'Back', exact: true }).count(), 0)
  await page.locator('#thread').getByRole('button', { name: 'Close thread' }).click()
  await message(page, 'Donaudampfschifffahrt').getByRole('button', { name: /^Ada/ }).click()
  await page.locator('#side h2').waitFor()
  assert.equal(await back.count(), 0)
  await open(page, 'general')
  await page.context().close()
})

test('the details that were opened from a thread lead back to it, by way of whichever of their pages', async () => {
  const page = await person(server, 'ada', 'engineering', { viewport: { width: 1024, height: 768 } })
  const side = page.locator('#side')
  const back = (name) => side.getByRole('button', { name, exact: true })
  await act(page, 'Donaudampfschifffahrt', 'Reply in thread')
  await page.locator('#thread article').first().waitFor()
  const thread = page.url()
  await page.locator('#channel-name').click()
  for (const name of [/^Members/, /^Settings/]) {
    await side.getByRole('link', { name }).click()
    await side.locator('h2').filter({ hasText: name }).waitFor()
    await back('Back to details').click()
    await side.locator('h2').filter({ hasText: 'About' }).waitFor()
  }
  await page.reload()
  await back('Back').click()
  await page.locator('#thread article').first().waitFor()
  assert.equal(page.url(), thread)
  // Without a thread there is nothing to go back to.
  await page.locator('#thread').getByRole('button', { name: 'Close thread' }).click()
  await page.locator('#channel-name').click()
  await side.getByRole('link', { name: /^Members/ }).click()
  await back('Back to details').click()
  await side.locator('h2').filter({ hasText: 'About' }).waitFor()
  assert.equal(await back('Back').count(), 0)
  await page.context().close()
})

test('joins and settings in a row are one quiet line that unfolds', async () => {
  const made = (await server.call('ada', 'conversations.create', { name: 'kiln' })).channel.id
  await server.call('ada', 'conversations.setTopic', { channel: made, topic: 'Firing on Thursday' })
  for (const handle of ['linus', 'grace', 'edsger']) await server.call('ada', 'conversations.invite', { channel: made, users: server.about.people[handle].id })
  await server.call('ada', 'chat.postMessage', { channel: made, text: 'Welcome' })
  await server.call('linus', 'conversations.leave', { channel: made })
  const page = await person(server, 'ada', 'kiln')
  const line = page.locator('#channel [data-body=notice]').first()
  assert.equal(await page.locator('#channel [data-body=notice]').count(), 2)
  const fold = line.getByRole('button', { expanded: false })
  assert.match(await fold.innerText(), /and 3 others joined\. Ada Byron changed the channel\./)
  await fold.click()
  await line.getByText('set the topic: Firing on Thursday').waitFor()
  assert.equal(await line.getByRole('listitem').count(), 5)
  assert.deepEqual(await violations(page), [])
  await line.getByRole('button', { expanded: true }).click()
  await line.getByRole('listitem').first().waitFor({ state: 'detached' })
  await page.context().close()
})
