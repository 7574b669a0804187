// Every view, side pane and dialog of the client, read from its registry, so that a new one is looked at without being
// listed in a test. A view opens by its address; a dialog needs the way a person opens it, here below.

import { readFileSync } from 'node:fs'

const source = readFileSync(new URL('../../web/src/views/registry.ts', import.meta.url), 'utf8')

const pages = readFileSync(new URL('../../web/src/views/admin/pages.ts', import.meta.url), 'utf8')
const ADMIN = [...pages.matchAll(/view: '(admin\.\w+)'/g)].map((match) => match[1])

/** The names in one of the registry's tables: those that load something. */
function names(table) {
  const body = new RegExp(`export const ${table}\\b[^=]*= (?:dialogs\\()?\\{([\\s\\S]*?)\\n?\\}\\)?\\n`).exec(source)?.[1] ?? ''
  return [...body.matchAll(/^\s*'?([\w.]+)'?: \(\) => import\(/gm)].map((match) => match[1])
}

/** How a person opens each dialog, beginning in a channel on a desktop in English. */
const DIALOGS = {
  jump: (page) => page.keyboard.press('Control+k'),
  create: (page) => page.getByRole('button', { name: 'Create a channel' }).click(),
  invitePeople: async (page, server) => {
    await page.goto(`${server.url}/#/admin.people`)
    await page.getByRole('button', { name: 'Invite people' }).click()
  },
  browse: (page) => page.getByRole('button', { name: 'Browse channels' }).click(),
  invite: (page) => beside(page, 'd/members', 'Add people'),
  bookmark: (page) => beside(page, 'd/bookmarks', 'Add a bookmark'),
  group: async (page, server) => {
    if (!(await server.call('ada', 'usergroups.list')).usergroups.length) await server.call('ada', 'usergroups.create', { name: 'On call' })
    await within(page, 'groups', /^On call/)
  },
  groupEdit: (page) => within(page, 'groups', 'Create a group'),
  emoji: (page) => within(page, 'emoji', 'Add an emoji'),
  status: (page) => page.keyboard.press('Control+Shift+Y'),
  profile: (page) => own(page, 'Edit profile'),
  picture: (page) => own(page, 'Change picture'),
  pause: (page) => menu(page, 'Choose a time …'),
  preferences: (page) => page.keyboard.press('Control+,'),
  keys: (page) => page.keyboard.press('Control+/'),
}

/** Presses a button in the pane beside the channel that is shown. */
async function beside(page, what, button) {
  await page.evaluate((what) => (location.hash += `/${what}`), what)
  await page.locator('#side').getByRole('button', { name: button }).click()
}

/** Presses a button of a view in the middle. */
async function within(page, view, button) {
  await page.evaluate((view) => (location.hash = `#/${view}`), view)
  await page.locator('#channel').getByRole('button', { name: button }).click()
}

/** Chooses something from the menu behind the workspace's name. */
async function menu(page, name) {
  await page.getByRole('button', { name: /^Menu of/ }).click()
  await page.locator('#team-menu').getByRole('button', { name }).click()
}

/** Presses a button of the profile of the person whose page this is. */
async function own(page, name) {
  await menu(page, 'Active')
  await page.locator('#side').getByRole('button', { name }).click()
}

const SIDES = {
  person: (server) => `u/${server.about.people.linus.id}`,
  details: () => 'd',
}

/** Everything that can be open, each with how to get there. */
export function everyPlace(server, channel = server.about.channels.engineering) {
  const to = (hash) => async (page) => {
    await page.evaluate((hash) => (location.hash = hash), hash)
    await settled(page)
  }
  const views = [...names('VIEWS'), ...ADMIN].map((name) => ({ name: `view ${name}`, open: to(`#/${name}`) }))
  const sides = names('SIDES').map((name) => {
    const hash = SIDES[name]?.(server)
    if (!hash) throw new Error(`tests/browser/places.mjs does not know how to open the side pane "${name}"`)
    return { name: `side ${name}`, open: to(`#/${channel}/${hash}`) }
  })
  const dialogs = names('DIALOGS').map((name) => {
    const how = DIALOGS[name]
    if (!how) throw new Error(`tests/browser/places.mjs does not know how to open the dialog "${name}"`)
    const open = async (page) => {
      await to(`#/${channel}`)(page)
      await how(page, server)
      await page.locator('dialog[open]').waitFor()
      await settled(page)
    }
    return { name: `dialog ${name}`, open, close: (page) => closeDialogs(page) }
  })
  return [...views, ...sides, ...dialogs]
}

/** Waits until nothing on the page says that it is busy. */
export async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
}

async function closeDialogs(page) {
  while ((await page.locator('dialog[open]').count()) > 0) {
    const before = await page.locator('dialog[open]').count()
    await page.keyboard.press('Escape')
    await page.waitForFunction((before) => document.querySelectorAll('dialog[open]').length < before, before)
  }
}

