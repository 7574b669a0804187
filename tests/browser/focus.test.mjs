// Where the focus is: when a conversation, a pane, a menu or a dialog opens, when it closes, and where stray letters go.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { account, act, clear, closeBrowser, composer, message, open, person, reads, rich, written, PHONE } from './people.mjs'
import { everyPlace, furnish, settled, sourcesWith } from './places.mjs'
import { Server } from './server.mjs'

let server, ada, engineering

before(async () => {
  server = await Server.start()
  engineering = server.about.channels.engineering
  await furnish(server)
  ada = await person(server, 'ada', 'engineering')
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const here = (page, pane = '#channel') => page.waitForFunction((pane) => document.activeElement?.matches(`${pane} > section > footer [data-compose]`), pane)
const where = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
const composing = async (page, pane, when) => here(page, pane).catch(async () => assert.fail(`${when}: the focus is at ${await where(page)}`))
const OWN = 'Written to be looked at'

test('a conversation opens on its composer', async () => {
  await composing(ada, '#channel', 'after a click in the sidebar')
  await ada.reload()
  await composing(ada, '#channel', 'after loading')
  await ada.keyboard.press('Control+k')
  await ada.getByRole('combobox').waitFor()
  await ada.keyboard.type('general')
  await ada.keyboard.press('Enter')
  await ada.getByRole('heading', { level: 2, name: 'general', exact: true }).waitFor()
  await composing(ada, '#channel', 'after jumping')
  await ada.keyboard.press('Alt+ArrowDown')
  await composing(ada, '#channel', 'after the next channel')
  const link = ada.getByRole('navigation').getByRole('link', { name: 'engineering' }).first()
  await link.focus()
  await ada.keyboard.press('Enter')
  await composing(ada, '#channel', 'after Enter in the sidebar')
  await link.click()
  await composing(ada, '#channel', 'after a click on the channel that is shown')
  await ada.goBack()
  await composing(ada, '#channel', 'after going back')
  await ada.getByRole('button', { name: 'New message' }).first().click()
  await ada.getByRole('combobox').waitFor()
  await ada.keyboard.type('linus')
  await ada.keyboard.press('Enter')
  await ada.keyboard.press('Enter')
  await ada.locator('#channel header h2').filter({ hasText: 'Linus' }).first().waitFor()
  await composing(ada, '#channel', 'after beginning a conversation')
})

test('so does one that was just created', async () => {
  await ada.getByRole('button', { name: 'Create a channel' }).first().click()
  await ada.locator('dialog[open] input').first().waitFor()
  await ada.keyboard.type('focus-group')
  await ada.keyboard.press('Enter')
  await ada.getByRole('heading', { level: 2, name: 'focus-group', exact: true }).waitFor()
  await ada.locator('dialog[open]').filter({ hasText: '#focus-group' }).waitFor()
  await ada.keyboard.press('Escape')
  await composing(ada, '#channel', 'after creating a channel')
})

test('a thread opens on its composer, and closing it gives the focus back', async () => {
  await open(ada, 'engineering')
  await act(ada, OWN, 'Reply in thread')
  await composing(ada, '#thread', 'after opening a thread')
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await ada.locator('#thread').waitFor({ state: 'detached' })
  assert.ok(await ada.evaluate(() => document.activeElement !== document.body))
  await lead(ada, OWN)
  await ada.keyboard.press('t')
  await composing(ada, '#thread', 'after the key for a thread')
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await ada.waitForFunction((own) => document.activeElement?.matches('[data-message]') && document.activeElement.textContent.includes(own), OWN)
})

/** Goes to a message by keyboard. */
async function lead(page, text) {
  await composer(page).focus()
  const at = () => page.evaluate((text) => document.activeElement?.matches('[data-message]') && document.activeElement.textContent.includes(text), text)
  for (let step = 0; step < 20 && !(await page.evaluate(() => document.activeElement?.matches('[data-message]'))); step += 1) await page.keyboard.press('Shift+Tab')
  for (let step = 0; step < 40 && !(await at()); step += 1) await page.keyboard.press('ArrowUp')
  assert.ok(await at(), `arrows do not lead to "${text}"`)
}

/** Nothing was done with the message. */
async function untouched(page) {
  const row = message(page, OWN)
  assert.equal(await row.getByText(/Pinned|Saved/).count(), 0)
  assert.equal(await page.locator('dialog[open], :popover-open').count(), 0)
}

async function arrived(page, words, when) {
  const said = () => written(page)
  for (let wait = 0; wait < 40 && (await said()) !== words; wait += 1) await page.waitForTimeout(50)
  assert.equal(await said(), words, `${when}: the focus is at ${await where(page)}`)
  await untouched(page)
  await clear(composer(page))
}

test('stray letters go to the composer, the first one too, and to no message', async () => {
  await open(ada, 'engineering')
  const row = message(ada, OWN)
  const mend = async () => {
    await composer(ada).focus()
    await ada.keyboard.press('ArrowUp')
    await ada.getByRole('textbox', { name: 'Edit message' }).waitFor()
  }
  const WAYS = {
    'after a click on a message': () => row.getByText(OWN).click(),
    'after a click beside its words': () => row.click({ position: { x: 5, y: 5 } }),
    'after editing with ArrowUp and Escape': async () => {
      await mend()
      await ada.keyboard.press('Escape')
    },
    'after editing with ArrowUp and Cancel': async () => {
      await mend()
      await ada.locator('#channel article').getByRole('button', { name: 'Cancel' }).click()
    },
    'after saving an edit': async () => {
      await mend()
      await ada.keyboard.press('Enter')
    },
    'after words were marked': async () => {
      await row.getByText(OWN).click({ clickCount: 2 })
      assert.notEqual(await ada.evaluate(() => String(document.getSelection())), '')
    },
    'after a click on a button of its bar': async () => {
      await act(ada, OWN, 'Save')
      await settled(ada)
      await act(ada, OWN, /^(Remove|Saved|Unsave)/)
    },
    'after a menu that was closed': async () => {
      await row.hover()
      await row.getByRole('button', { name: 'More actions' }).click()
      await ada.getByRole('menu').waitFor()
      await ada.keyboard.press('Escape')
    },
    'after Escape from a button that was pressed by mouse': async () => {
      await row.hover()
      await row.getByRole('button', { name: 'More actions' }).click()
      await ada.getByRole('menu').waitFor()
      await ada.keyboard.press('Escape')
      await ada.getByRole('menu').waitFor({ state: 'detached' })
      await ada.keyboard.press('Escape')
    },
    'after a click on the channel\'s ground': () => ada.locator('#channel h3').first().click(),
    'after the page lost the focus altogether': () => ada.evaluate(() => document.activeElement.blur()),
  }
  for (const [when, go] of Object.entries(WAYS)) {
    await go()
    await ada.keyboard.type('parade')
    await arrived(ada, 'parade', when)
  }
})

test('in a thread they go to its own', async () => {
  await act(ada, OWN, 'Reply in thread')
  await here(ada, '#thread')
  await message(ada, OWN, '#thread').click({ position: { x: 5, y: 5 } })
  await ada.keyboard.type('parade')
  assert.equal(await written(ada, '#thread'), 'parade')
  await clear(composer(ada, '#thread'))
  await ada.getByRole('button', { name: 'Close thread' }).click()
})

test('a composition and a letter with a dead key begin in the composer after a click on a message', async () => {
  const client = await ada.context().newCDPSession(ada)
  await message(ada, OWN).getByText(OWN).click()
  await client.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 })
  await client.send('Input.insertText', { text: '火' })
  await arrived(ada, '火', 'a composition')
  await ada.evaluate(() => document.activeElement.blur())
  await client.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Dead', code: 'BracketLeft', windowsVirtualKeyCode: 229 })
  await client.send('Input.imeSetComposition', { text: '´', selectionStart: 1, selectionEnd: 1 })
  await client.send('Input.insertText', { text: 'é' })
  await arrived(ada, 'é', 'a dead key')
})

test('keys act on a message that arrows led to, and on none that was clicked', async () => {
  await lead(ada, OWN)
  await ada.keyboard.press('e')
  await ada.getByRole('textbox', { name: 'Edit message' }).waitFor()
  await ada.keyboard.press('Escape')
  await ada.waitForFunction(() => document.activeElement?.matches('[data-message]'))
  await ada.keyboard.press('a')
  await message(ada, OWN).getByText('Saved').waitFor({ state: 'attached' })
  await settled(ada)
  await ada.keyboard.press('a')
  await message(ada, OWN).getByText('Saved').waitFor({ state: 'detached' })
  await settled(ada)
})

test('what arrives moves no focus', async () => {
  await composer(ada).focus()
  await ada.keyboard.press('Shift+Tab')
  const before = await where(ada)
  await server.call('linus', 'chat.postMessage', { channel: engineering, text: 'Just arrived' })
  await message(ada, 'Just arrived').waitFor()
  assert.equal(await where(ada), before)
})

/** Notes what has the focus outside of what opens above the page. */
const note = (page) =>
  page.evaluate(() => {
    globalThis.__before = document.activeElement
    document.addEventListener('focusin', ({ target }) => {
      if (!target.closest('dialog, [popover]')) globalThis.__before = target
    })
  })

/** The focus went back to what had it, or, where that is gone, to where one writes. */
const back = (page, what) =>
  page
    .waitForFunction(() => {
      const now = document.activeElement
      const shown = (element) => element?.isConnected && element.getClientRects().length > 0
      if (now === document.body) return !document.querySelector('#channel > section > footer [data-compose]') && !shown(globalThis.__before)
      return now === globalThis.__before || (!shown(globalThis.__before) && now.matches('footer [data-compose]'))
    })
    .catch(async () => assert.fail(`${what} closed, and the focus is at ${await where(page)}`))

test('every dialog opens on a field or its main action, and gives the focus back', async () => {
  const dialogs = everyPlace(server, engineering).filter(({ name }) => name.startsWith('dialog '))
  assert.ok(dialogs.length > 15)
  for (const { name, open: show, close } of dialogs) {
    await ada.goto('about:blank')
    await ada.goto(`${server.url}/#/${engineering}`)
    await here(ada)
    await note(ada)
    await show(ada)
    const at = await ada.evaluate(() => {
      const now = document.activeElement
      const dialog = [...document.querySelectorAll('dialog[open]')].at(-1)
      const fields = [...dialog.querySelectorAll('input, textarea, select, [role=combobox]')].filter((field) => field.type !== 'file' && field.getClientRects().length)
      return { inside: dialog.contains(now), closes: now.matches('dialog header button'), destroys: now.matches('.danger'), field: now.matches('input, textarea, select, [role=combobox], [role=tab]'), fields: fields.length, html: now.outerHTML.slice(0, 160) }
    })
    assert.ok(at.inside && !at.closes && !at.destroys, `${name} opens on ${at.html}`)
    if (at.fields) assert.ok(at.field, `${name} has a field, and opens on ${at.html}`)
    await close(ada)
    await back(ada, name)
  }
})

test('every pane opens on its title, and gives the focus back', async () => {
  const ways = {
    details: () => ada.locator('#channel-name').click(),
    person: () => message(ada, OWN).getByRole('button', { name: /Ada/ }).last().click(),
  }
  for (const { name } of everyPlace(server, engineering).filter(({ name }) => name.startsWith('side '))) {
    const way = ways[name.slice(5)]
    assert.ok(way, `this test does not know how to open the ${name}`)
    await open(ada, 'engineering')
    await note(ada)
    await way()
    await ada.waitForFunction(() => document.activeElement?.matches('#side h2'))
    await ada.evaluate(() => (globalThis.__before = undefined))
    await ada.locator('#side').getByRole('button', { name: /^Close/ }).click()
    await ada.locator('#side').waitFor({ state: 'detached' })
    assert.notEqual(await ada.evaluate(() => document.activeElement?.tagName), 'BODY', name)
  }
})

test('every menu opens on its first entry, the picker on its search, and both give the focus back', async () => {
  const bar = (page) => page.locator('#channel footer')
  /** By the file that opens one; what opens there has to be said here. */
  const MENUS = {
    'composer/SendButtons.svelte': async () => {
      await composer(ada).fill('later')
      await bar(ada).getByRole('button', { name: 'Schedule message' }).click()
    },
    'composer/Composer.svelte': () => bar(ada).getByRole('button', { name: 'Emoji' }).click(),
    'message/MessageActions.svelte': async () => {
      await message(ada, OWN).hover()
      await message(ada, OWN).getByRole('button', { name: 'More actions' }).click()
    },
    'message/actions.ts': async () => {
      await lead(ada, OWN)
      await ada.keyboard.press('r')
    },
    'message/Reactions.svelte': async () => {
      await message(ada, OWN).getByRole('button', { name: 'Add a reaction' }).click()
    },
    'sidebar/SidebarSection.svelte': () => ada.getByRole('button', { name: 'Channels section' }).click(),
    'sidebar/SidebarItem.svelte': () => ada.getByRole('navigation').getByRole('link', { name: 'general' }).first().click({ button: 'right' }),
    'sidebar/SideMenu.svelte': () => account(ada),
    'lists/SavedCard.svelte': async () => {
      await ada.evaluate(() => (location.hash = '#/saved'))
      await ada.locator('#channel').getByRole('button', { name: /^Remind(?!ers)/ }).first().click()
    },
  }
  const found = sourcesWith(/ui\.open(Menu|Picker)\(|popovertarget=/)
  assert.deepEqual(found.sort(), Object.keys(MENUS).sort(), 'a menu is opened from somewhere this test does not walk')
  const { ts } = (await server.call('ada', 'conversations.history', { channel: engineering })).messages.find(({ text }) => text === OWN)
  await server.call('linus', 'reactions.add', { channel: engineering, timestamp: ts, name: 'tada' })
  await server.call('ada', 'stars.add', { channel: engineering, timestamp: ts })
  for (const [name, way] of Object.entries(MENUS)) {
    await ada.goto('about:blank')
    await ada.goto(`${server.url}/#/${engineering}`)
    await here(ada)
    await note(ada)
    await way()
    await ada.waitForFunction(() => document.activeElement?.closest(':popover-open') && document.activeElement.matches('button, input'), null, { timeout: 5_000 }).catch(async () => assert.fail(`${name} opened, and the focus is at ${await where(ada)}`))
    const first = await ada.evaluate(() => document.activeElement === document.querySelector(':popover-open').querySelector('input, button'))
    assert.ok(first, `${name} opens on ${await where(ada)}`)
    await ada.keyboard.press('Escape')
    await ada.locator(':popover-open').waitFor({ state: 'detached' })
    await back(ada, name)
  }
  await open(ada, 'engineering')
  await clear(composer(ada))
  // The next page must not find what was begun here.
  const hers = await server.session('ada')
  const kept = async () => (await hers('drafts.list', {})).drafts.some(({ channel, thread_ts }) => channel === engineering && !thread_ts)
  for (let tries = 0; tries < 100 && (await kept()); tries += 1) await ada.waitForTimeout(50)
})

test('a question inside the page opens on the way that changes nothing', async () => {
  await ada.goto('about:blank')
  await ada.goto(`${server.url}/#/${engineering}/d/members`)
  await ada.locator('#side').getByRole('button', { name: /^Remove/ }).first().click()
  await ada.waitForFunction(() => document.activeElement?.closest('dialog') && document.activeElement.textContent === 'Cancel')
  await note(ada)
  await ada.keyboard.press('Enter')
  await ada.locator('dialog[open]').waitFor({ state: 'detached' })
  assert.match((await where(ada)) ?? '', /Remove/)
})

test('the plain field is held to the same', async () => {
  await ada.goto('about:blank')
  await ada.goto(`${server.url}/#/${engineering}`)
  await here(ada)
  await rich(ada, false)
  await composing(ada, '#channel', 'after changing the field')
  await ada.reload()
  await composing(ada, '#channel', 'after loading')
  await message(ada, OWN).getByText(OWN).click()
  await ada.keyboard.type('parade')
  await reads(ada, 'parade')
  await ada.keyboard.press('Control+a')
  await ada.keyboard.press('Delete')
  await rich(ada, true)
  await composing(ada, '#channel', 'after changing the field back')
})

test('on a phone no field takes the focus, and so no keyboard jumps up', async () => {
  const page = await person(server, 'grace', undefined, { viewport: PHONE, hasTouch: true, isMobile: true })
  await page.getByRole('navigation').getByRole('link', { name: 'engineering' }).first().tap()
  await message(page, OWN).waitFor()
  await settled(page)
  await message(page, OWN).getByText(OWN).tap()
  await page.waitForTimeout(200)
  assert.equal(await page.evaluate(() => document.activeElement?.matches('[data-compose]')), false)
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(ada.complaints, []))
