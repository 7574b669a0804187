// Pictures of every screen of the demo's week, at three widths, in both themes and three languages, for looking at:
// `node screenshots.mjs DIRECTORY`. `screenshots.test.mjs` goes the same way at one width.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { account, act, clear, closeBrowser, composer, DESKTOP, message, person, PHONE, rich, TABLET, visitor, write } from './people.mjs'
import { postKit } from './kit.mjs'
import { everyPlace, sayOwn, settled } from './places.mjs'
import { firstRun, secrets } from './pictures.mjs'
import { Server, WEEK } from './server.mjs'

/** Every width a screen is looked at in. */
const WIDTHS = { desktop: DESKTOP, tablet: TABLET, phone: PHONE }
/** Both themes, and each language once. */
const LOOKS = [{ theme: 'light', locale: 'en' }, { theme: 'dark', locale: 'de' }, { theme: 'light', locale: 'fr' }]
/** The panes that stand beside a channel at an address of their own, besides those of the registry. */
const PANES = { members: 'd/members', where: 'd/where', pins: 'd/pins', bookmarks: 'd/bookmarks', settings: 'd/settings' }

/** A name for a file. */
export const fileName = (name) => name.replaceAll(/\W+/g, '-')

/** Takes a picture of each place with Ada looking, at every width and in every look; gives what was looked at. */
export async function walk(server, shoot, { widths = WIDTHS, looks = LOOKS } = {}) {
  const channel = server.about.channels.engineering
  const owner = await server.session('ada')
  await sayOwn(server)
  const page = await person(server, 'ada', 'engineering')
  const seen = []
  /** Ada changes the look in another window, so that nothing closes. */
  const wear = async ({ theme, locale }) => {
    await owner('users.prefs.set', { prefs: { theme, locale } })
    await page.waitForFunction(([theme, locale]) => document.documentElement.dataset.theme === theme && document.documentElement.lang === locale, [theme, locale])
  }
  const look = async (name) => {
    for (const { theme, locale } of looks) {
      await wear({ theme, locale })
      for (const [width, viewport] of Object.entries(widths)) {
        await page.setViewportSize(viewport)
        await settled(page)
        await shoot(page, `${fileName(name)}-${width}-${theme}-${locale}`)
      }
    }
    await page.setViewportSize(DESKTOP)
    // The way to the next place is gone in English.
    await wear(LOOKS[0])
    seen.push(name)
  }
  await wear(LOOKS[0])
  await look('channel')
  for (const place of everyPlace(server)) {
    await place.open(page)
    await look(place.name)
    await place.close?.(page)
  }
  const thread = (await server.call('ada', 'conversations.history', { channel })).messages.find(({ reply_count }) => reply_count > 2).ts
  for (const [name, hash] of Object.entries({ thread: `t/${thread}`, ...PANES })) {
    await page.evaluate((hash) => (location.hash = hash), `#/${channel}/${hash}`)
    await look(name)
  }
  for (const [name, id] of Object.entries(server.about.channels)) {
    await page.evaluate((hash) => (location.hash = hash), `#/${id}`)
    await look(`channel ${name}`)
  }
  await owner('users.prefs.set', { prefs: { theme: null, locale: null } })
  await page.context().close()
  return seen
}

/** The pages of those who are not signed in. */
async function strangers(server, shoot) {
  const invited = await (await server.session('ada'))('admin.users.invite', { max_uses: 20 })
  for (const colorScheme of ['light', 'dark']) {
    const login = await visitor(server, { colorScheme, locale: 'fr-FR' })
    await login.locator('input[type=password]').waitFor()
    await shoot(login, `login-${colorScheme}`)
    await login.goto(invited.url)
    await login.locator('input[name=name]').fill('Jürgen Groß')
    await shoot(login, `join-${colorScheme}`)
    await login.context().close()
  }
}

/** Every kind of block, in one long picture. */
async function blocks(server, shoot) {
  await postKit(server, server.about.channels.random)
  for (const [width, viewport] of Object.entries({ desktop: { ...DESKTOP, height: 3600 }, phone: { ...PHONE, height: 4800 } })) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await person(server, 'grace', 'random', { viewport, colorScheme })
      await message(page, 'Posted').waitFor()
      await settled(page)
      await shoot(page, `blocks-${width}-${colorScheme}`)
      await page.context().close()
    }
  }
}

/** What opens under the hand, and the page without its server. */
export async function moments(server, shoot) {
  const page = await person(server, 'ada', 'engineering')
  await message(page, 'Written to be looked at').hover()
  await shoot(page, 'actions')
  await act(page, 'Written to be looked at', 'Add a reaction')
  await page.waitForTimeout(400)
  await shoot(page, 'emoji')
  await page.keyboard.press('Escape')
  await composer(page).pressSequentially('Ask @')
  await page.waitForTimeout(200)
  await shoot(page, 'completion')
  await clear(composer(page))
  await composer(page).pressSequentially('/')
  await shoot(page, 'commands')
  await clear(composer(page))
  await rich(page, false)
  await composer(page).fill('A *bold* word, `code` and [a link](https://example.org)\n- one\n- two\n> quoted')
  await rich(page, true)
  await page.locator('#channel footer .ProseMirror li').first().waitFor()
  await shoot(page, 'rich')
  await page.getByRole('button', { name: 'Schedule message' }).click()
  await shoot(page, 'later')
  await page.keyboard.press('Escape')
  await clear(composer(page))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('e')
  await shoot(page, 'jump')
  await page.keyboard.press('Escape')
  await account(page)
  await page.waitForTimeout(200)
  await shoot(page, 'menu')
  await page.keyboard.press('Escape')
  await act(page, 'Written to be looked at', 'Edit')
  await shoot(page, 'edit')
  await page.keyboard.press('Escape')
  await act(page, 'Written to be looked at', 'Delete')
  await shoot(page, 'delete')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Browse channels' }).click()
  await page.waitForTimeout(400)
  await shoot(page, 'browse')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Create a channel' }).click()
  await page.waitForTimeout(300)
  await shoot(page, 'create')
  await page.keyboard.press('Escape')
  await server.down()
  await write(page, 'Written while the server is away')
  await page.waitForTimeout(2500)
  await shoot(page, 'offline')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2] ?? 'screenshots'
  mkdirSync(directory, { recursive: true })
  const shoot = (page, name) => page.screenshot({ path: join(directory, `${name}.png`) })
  const server = await Server.start(undefined, undefined, WEEK)
  await strangers(server, shoot)
  await walk(server, shoot)
  await firstRun(shoot)
  await secrets(server, shoot)
  await blocks(server, shoot)
  await moments(server, shoot)
  await closeBrowser()
  await server.stop()
}
