// Ada writes: names, commands, formats, pasted text, and nothing is lost.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { closeBrowser, composer, message, open, person, PHONE, write } from './people.mjs'
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

/** Pastes as a browser does: with what other programs put beside the plain text. */
const paste = (page, kinds, files = []) =>
  composer(page).evaluate(
    (field, [kinds, files]) => {
      const data = new DataTransfer()
      for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text)
      for (const name of files) data.items.add(new File(['x'], name))
      field.focus()
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    },
    [kinds, files],
  )
const typed = (page) => composer(page).inputValue()

test('people of the channel are offered first, others are marked, and calls say whom they reach', async () => {
  const { channel } = await server.call('ada', 'conversations.create', { name: 'two-of-us' })
  await server.call('ada', 'conversations.invite', { channel: channel.id, users: server.about.people.grace.id })
  await open(ada, 'two-of-us')
  await composer(ada).pressSequentially('@li')
  await ada.getByRole('option', { name: /Linus.*not in this channel/ }).waitFor()
  await composer(ada).fill('')
  await composer(ada).pressSequentially('@gr')
  assert.doesNotMatch(await ada.getByRole('option', { name: /Grace/ }).innerText(), /not in/)
  await composer(ada).fill('')
  await composer(ada).pressSequentially('@chan')
  await ada.getByRole('option', { name: /@channel.*calls 1 person/ }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await composer(ada).fill('')
})

test('a group is called by its handle', async () => {
  await server.call('ada', 'usergroups.create', { name: 'Night watch', handle: 'night-watch' }).then(({ usergroup }) => server.call('ada', 'usergroups.users.update', { usergroup: usergroup.id, users: server.about.people.linus.id }))
  await open(ada, 'engineering')
  await composer(ada).pressSequentially('Hello @nigh')
  await ada.getByRole('option', { name: /@night-watch/ }).waitFor()
  await ada.keyboard.press('Tab')
  await ada.keyboard.type('wake up')
  await ada.keyboard.press('Enter')
  await message(linus, 'wake up').locator('.own').waitFor()
})

test('commands are offered, explained, and run', async () => {
  await composer(ada).pressSequentially('/to')
  await ada.getByRole('option', { name: /\/topic/ }).waitFor()
  await ada.keyboard.press('Enter')
  await ada.getByText('Set the topic of this channel').waitFor()
  await ada.keyboard.type('Freeze on Friday')
  await ada.keyboard.press('Enter')
  await ada.getByRole('status').filter({ hasText: 'Done.' }).waitFor()
  await linus.locator('#channel header').getByText('Freeze on Friday').waitFor()
  assert.equal(await typed(ada), '')
})

test('one says what one does, shrugs, and writes to someone from where one is', async () => {
  await write(ada, '/me waves')
  await message(linus, 'waves').waitFor()
  await write(ada, '/shrug no idea')
  await message(linus, 'no idea ¯\\_(ツ)_/¯').waitFor()
  await write(ada, '/msg @linus on the quiet')
  await message(ada, 'on the quiet').waitFor()
  await open(ada, 'engineering')
})

test('people are brought in and taken out', async () => {
  await open(ada, 'two-of-us')
  await write(ada, '/invite @linus ')
  await linus.getByRole('navigation').getByRole('link', { name: 'two-of-us' }).waitFor()
  await write(ada, '/remove @linus ')
  await linus.getByRole('navigation').getByRole('link', { name: 'two-of-us' }).waitFor({ state: 'detached' })
  await write(ada, '/star')
  await ada.getByRole('region', { name: 'Starred' }).getByRole('link', { name: 'two-of-us' }).waitFor()
  await write(ada, '/mute')
  await write(ada, '/dnd 30 minutes')
  await write(ada, '/status :palm_tree: away for a week')
  await write(ada, '/remind me to water the plants in 2 hours')
  await ada.getByText('You will be reminded.').waitFor()
  const { reminders } = await server.call('ada', 'reminders.list')
  assert.equal(reminders[0].text, 'water the plants')
  const { profile } = await server.call('ada', 'users.profile.get')
  assert.deepEqual([profile.status_emoji, profile.status_text], [':palm_tree:', 'away for a week'])
})

test('archiving asks first', async () => {
  await write(ada, '/archive')
  await ada.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
  await ada.getByText('This channel is archived').waitFor()
  await open(ada, 'engineering')
})

test('an unknown command says so and keeps the text; a path is no command', async () => {
  await write(ada, '/deploy now')
  await ada.getByRole('alert').filter({ hasText: 'There is no command /deploy' }).waitFor()
  assert.equal(await typed(ada), '/deploy now')
  await composer(ada).fill('/remind me to sing')
  await composer(ada).press('Enter')
  await ada.getByRole('alert').filter({ hasText: 'when' }).waitFor()
  assert.equal(await typed(ada), '/remind me to sing')
  await write(ada, '/etc/hosts is a file')
  await message(linus, '/etc/hosts is a file').waitFor()
})

test('keys format, and undo takes it back', async () => {
  const field = composer(ada)
  await field.fill('make it so')
  await field.evaluate((node) => node.setSelectionRange(5, 7))
  await field.press('Control+b')
  assert.equal(await typed(ada), 'make *it* so')
  await field.press('Control+z')
  assert.equal(await typed(ada), 'make it so')
  await field.press('Control+a')
  await field.press('Control+Shift+Digit9')
  assert.equal(await typed(ada), '> make it so')
  await field.fill('')
})

test('a list goes on by itself and ends with an empty item', async () => {
  const field = composer(ada)
  await field.pressSequentially('1. one')
  await field.press('Shift+Enter')
  await field.pressSequentially('two')
  await field.press('Shift+Enter')
  await field.press('Shift+Enter')
  await field.pressSequentially('after')
  assert.equal(await typed(ada), '1. one\n2. two\nafter')
  await field.press('Enter')
  const row = message(linus, 'after')
  await row.locator('ol li').nth(1).waitFor()
})

test('a link is made from a form, and from an address pasted over words', async () => {
  const field = composer(ada)
  await field.fill('see the plan')
  await field.evaluate((node) => node.setSelectionRange(4, 12))
  await field.press('Control+Shift+U')
  await ada.getByLabel('Address').fill('example.org/plan')
  await ada.getByLabel('Address').press('Enter')
  await ada.waitForFunction(() => document.querySelector('#channel textarea').value === 'see [the plan](https://example.org/plan)')
  await field.press('Enter')
  assert.equal(await message(linus, 'see the plan').getByRole('link', { name: 'the plan' }).getAttribute('href'), 'https://example.org/plan')
  await field.fill('the sheet')
  await field.evaluate((node) => node.select())
  await paste(ada, { 'text/plain': 'https://example.org/sheet' })
  assert.equal(await typed(ada), '[the sheet](https://example.org/sheet)')
  await field.fill('')
})

test('formatted text keeps its form when it is pasted', async () => {
  await paste(ada, { 'text/plain': 'x', 'text/html': '<p>Some <b>bold</b> text</p><ul><li>one</li><li><a href="https://example.org">two</a></li></ul><img src=x onerror="window.__hit=1">' })
  assert.equal(await typed(ada), 'Some *bold* text\n- one\n- [two](https://example.org)')
  await composer(ada).press('Enter')
  const row = message(linus, 'Some bold text')
  assert.equal(await row.locator('strong').last().innerText(), 'bold')
  assert.equal(await row.locator('li').count(), 2)
  assert.equal(await ada.evaluate(() => globalThis.__hit), undefined)
})

test('a file is refused in words, and the text stays', async () => {
  await composer(ada).fill('with a picture')
  await paste(ada, {}, ['picture.png'])
  await ada.getByRole('alert').filter({ hasText: 'does not keep files yet' }).waitFor()
  assert.equal(await typed(ada), 'with a picture')
  await composer(ada).fill('')
})

test('in a block of code, Enter makes a line', async () => {
  const field = composer(ada)
  await field.pressSequentially('```\nlet a')
  await field.press('Enter')
  await field.pressSequentially('let b\n```')
  assert.equal(await typed(ada), '```\nlet a\nlet b\n```')
  await field.press('Enter')
  await message(linus, 'let b').locator('pre').waitFor()
})

test('a message can go out later, and the place says that it waits', async () => {
  await composer(ada).fill('Not before tomorrow')
  await ada.getByRole('button', { name: 'Send later' }).click()
  await ada.getByRole('menuitem').nth(1).click()
  await ada.getByRole('status').filter({ hasText: 'Goes out' }).waitFor()
  assert.equal(await typed(ada), '')
  await ada.getByText('1 message waits for its time.').waitFor()
  assert.equal(await message(linus, 'Not before tomorrow').count(), 0)
  await composer(ada).fill('On a day of my own')
  await ada.getByRole('button', { name: 'Send later' }).click()
  await ada.getByRole('menuitem', { name: 'Another time' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Send later' }).click()
  await ada.getByText('2 messages wait for their time.').waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.getByRole('link', { name: 'Show' }).click()
  await ada.getByText('Not before tomorrow').waitFor()
  await open(ada, 'engineering')
})

test('a call to many is asked about', async () => {
  const { general } = server.about.channels
  // As if the channel were large: its people are counted from what the server said.
  await ada.route('**/api/conversations.members', async (route) => {
    const response = await route.fetch()
    const answer = await response.json()
    if (answer.members) answer.members = Array.from({ length: 120 }, (_, n) => answer.members[n] ?? `U0MANY${n}`)
    await route.fulfill({ json: answer })
  })
  await ada.goto(`${server.url}/#/${general}`)
  await ada.reload()
  await composer(ada).pressSequentially('@channel')
  await ada.getByRole('option', { name: /calls 119 people/ }).waitFor()
  await ada.keyboard.press('Tab')
  await ada.keyboard.type('lunch is ready')
  await ada.keyboard.press('Enter')
  await ada.getByRole('dialog').getByText('Call 119 people?').waitFor()
  await ada.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  assert.match(await typed(ada), /lunch is ready/)
  await composer(ada).press('Enter')
  await ada.getByRole('dialog').getByRole('button', { name: 'Send anyway' }).click()
  await message(ada, 'lunch is ready').waitFor()
})

const rich = (page, pane = '#channel') => page.locator(`${pane} footer .ProseMirror`)

/** Pastes into the rich field. */
const pasteRich = (page, kinds) =>
  rich(page).evaluate((field, kinds) => {
    const data = new DataTransfer()
    for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, kinds)

test('the rich field shows formats as one writes, and sends the same message', async () => {
  await ada.unroute('**/api/conversations.members')
  await open(ada, 'engineering')
  await composer(ada).fill('a *draft* to go on with')
  await ada.getByRole('button', { name: 'Show formats while writing' }).click()
  await rich(ada).locator('strong', { hasText: 'draft' }).waitFor()
  await rich(ada).click()
  await rich(ada).press('Control+End')
  await ada.keyboard.type(', _slanted_ and @lin')
  await ada.getByRole('option', { name: /Linus/ }).waitFor()
  await ada.keyboard.press('Enter')
  await rich(ada).locator('em', { hasText: 'slanted' }).waitFor()
  await ada.keyboard.press('Shift+Enter')
  await ada.keyboard.type('- one')
  await ada.keyboard.press('Shift+Enter')
  await ada.keyboard.type('two')
  await rich(ada).locator('li').nth(1).waitFor()
  assert.deepEqual(await violations(ada), [])
  await ada.keyboard.press('Enter')
  const row = message(linus, 'to go on with')
  assert.equal(await row.locator('em').innerText(), 'slanted')
  assert.equal(await row.locator('li').count(), 2)
  await row.getByRole('button', { name: /^@Linus/ }).waitFor()
  assert.equal(await rich(ada).innerText(), '\n')
})

test('keys and buttons format there too', async () => {
  await rich(ada).click()
  await ada.keyboard.type('plain ')
  await ada.keyboard.press('Control+b')
  await ada.keyboard.type('bold')
  await ada.keyboard.press('Control+b')
  await ada.keyboard.type(' end')
  await ada.keyboard.press('Control+a')
  await ada.locator('#channel footer').getByRole('button', { name: 'Quote' }).click()
  await rich(ada).locator('blockquote strong', { hasText: 'bold' }).waitFor()
  await ada.keyboard.press('Enter')
  await message(linus, 'plain bold end').locator('blockquote strong').waitFor()
})

test('formatted text keeps its form there, nothing in it runs, and an address over words makes a link', async () => {
  await rich(ada).click()
  await pasteRich(ada, { 'text/plain': 'x', 'text/html': '<p>Pasted <b>boldly</b></p><ul><li>eins</li><li>zwei</li></ul><img src=x onerror="window.__hit=1"><script>window.__hit=1</script>' })
  await rich(ada).locator('strong', { hasText: 'boldly' }).waitFor()
  assert.equal(await rich(ada).locator('li').count(), 2)
  await ada.keyboard.press('Enter')
  await message(linus, 'Pasted boldly').locator('li').nth(1).waitFor()
  await ada.keyboard.type('the board')
  await ada.keyboard.press('Control+a')
  await pasteRich(ada, { 'text/plain': 'https://example.org/board' })
  await rich(ada).locator('a', { hasText: 'the board' }).waitFor()
  await ada.keyboard.press('Enter')
  assert.equal(await message(linus, 'the board').getByRole('link', { name: 'the board' }).getAttribute('href'), 'https://example.org/board')
  await pasteRich(ada, { 'text/plain': 'line one\nline two' })
  await ada.keyboard.press('Enter')
  await message(linus, 'line two').waitFor()
  assert.equal(await ada.evaluate(() => globalThis.__hit), undefined)
})

test('it is remembered, keeps its draft, and what one wrote goes over to the plain field', async () => {
  await rich(ada).click()
  await ada.keyboard.type('*kept* words')
  await ada.reload()
  await rich(ada).locator('strong', { hasText: 'kept' }).waitFor()
  await ada.getByRole('button', { name: 'Show formats while writing' }).click()
  assert.equal(await typed(ada), '*kept* words')
  await composer(ada).fill('')
})

test('on a phone and in the dark: commands, a link, the rich field', async () => {
  const page = await person(server, 'grace', undefined, { viewport: PHONE, colorScheme: 'dark' })
  await open(page, 'engineering')
  await composer(page).pressSequentially('/')
  await page.getByRole('option', { name: /\/me/ }).waitFor()
  assert.deepEqual(await violations(page), [])
  await composer(page).fill('a *bold* word')
  await page.locator('#channel footer').getByRole('button', { name: 'Link', exact: true }).click()
  await page.getByLabel('Address').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Show formats while writing' }).click()
  await rich(page).locator('strong').waitFor()
  assert.deepEqual(await violations(page), [])
  for (const button of await page.locator('#channel footer .bar button:visible').all()) assert.ok((await button.boundingBox()).height >= 44)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
  assert.deepEqual(page.complaints, [])
  await page.context().close()
})

test('no page complained', () => {
  assert.deepEqual([...ada.complaints, ...linus.complaints], [])
})
