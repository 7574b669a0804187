// Every view at three widths and in both themes: nothing overflows, and axe finds nothing, contrast included.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { violations } from './axe.mjs'
import { account, act, closeBrowser, DESKTOP, message, open, person, PHONE, signIn, TABLET, visitor, write } from './people.mjs'
import { Server } from './server.mjs'

let server

before(async () => {
  server = await Server.start()
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

for (const colorScheme of ['light', 'dark']) {
  test(`signing in, ${colorScheme}`, async () => {
    const page = await visitor(server, { colorScheme })
    await page.getByLabel('Password').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.context().close()
  })

  for (const [name, viewport] of Object.entries({ desktop: DESKTOP, tablet: TABLET, phone: PHONE })) {
    test(`channel and thread, ${name}, ${colorScheme}`, async () => {
      const page = await person(server, 'ada', 'engineering', { viewport, colorScheme })
      const text = `Ein Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen für ${name} und ${colorScheme}`
      await write(page, text)
      await message(page, text).waitFor()
      assert.deepEqual(await violations(page), [])
      await act(page, text, 'Reply in thread')
      await write(page, 'A reply', '#thread')
      await message(page, 'A reply', '#thread').waitFor()
      assert.deepEqual(await violations(page), [])
      assert.ok(await fits(page), 'the page is wider than the window')
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    })
  }
}

test('a phone shows one pane at a time, and the way back', async () => {
  const page = await person(server, 'linus', undefined, { viewport: PHONE })
  await page.getByRole('navigation').first().waitFor()
  assert.equal(await page.locator('#channel').isVisible(), false)
  await open(page, 'general')
  assert.equal(await page.getByRole('navigation').first().isVisible(), false)
  await page.getByRole('button', { name: 'Back to channels' }).click()
  await page.getByRole('navigation').first().waitFor()
  await page.context().close()
})

/** A finger that goes from a place in one direction, for as long as one does to read on. */
async function swipe(page, { x, y }, [right, down]) {
  const finger = await page.context().newCDPSession(page)
  const touch = (type, way) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + 10 + right * way, y: y + 5 + down * way }] })
  await touch('touchStart', 0)
  for (let way = 10; way <= 60; way += 10) await touch('touchMove', way)
  await touch('touchEnd')
}

test('a tap on a message shows what may be done with it, a finger that goes over it does not', async () => {
  const page = await person(server, 'linus', 'engineering', { viewport: PHONE, hasTouch: true, isMobile: true })
  // The clicks until here left a pointer over the messages, which a finger does not.
  await page.mouse.move(0, 0)
  const row = page.locator('#channel article').filter({ has: page.locator('.row') }).last()
  await row.waitFor()
  for (const way of [[0, -1], [1, 0]]) {
    await swipe(page, await row.locator('.body').boundingBox(), way)
    assert.equal(await page.getByRole('toolbar').count(), 0)
  }
  await row.locator('.body').tap()
  await row.getByRole('toolbar').getByRole('button', { name: 'Reply in thread' }).tap()
  await page.locator('#thread').getByRole('group', { name: /^Replies/ }).waitFor()
  await page.context().close()
})

test('a wrong password is refused in words, in the language of the browser', async () => {
  const page = await visitor(server, { locale: 'de-DE' })
  await page.getByLabel('E-Mail').fill('ada@example.org')
  await page.getByLabel('Passwort').fill('wrong')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByText('passen nicht zusammen').waitFor()
  await page.getByRole('button', { name: 'Français' }).click()
  await page.getByText('ne correspondent pas').waitFor()
  await page.context().close()
})

test('theme and language are chosen in the menu and kept', async () => {
  const page = await person(server, 'grace', 'general')
  await account(page)
  await page.getByRole('button', { name: 'Preferences' }).click()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await page.getByRole('tab', { name: 'Language and time' }).click()
  await page.getByRole('radio', { name: 'Français' }).click()
  await page.getByRole('dialog', { name: 'Préférences' }).waitFor()
  await page.reload()
  await page.getByRole('navigation', { name: 'Canaux et personnes' }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr')
  assert.deepEqual(await violations(page), [])
  await page.getByRole('button', { name: /^Votre compte/ }).click()
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.getByLabel('Mot de passe').waitFor()
  await page.context().close()
})

test('signed out in one window is signed out at the server', async () => {
  const page = await visitor(server)
  await signIn(page, server, 'margaret')
  await account(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Password').waitFor()
  await page.reload()
  await page.getByLabel('Password').waitFor()
  await page.context().close()
})
