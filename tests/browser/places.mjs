// Every view, side pane and dialog of the client, read from its registry, so that a new one is looked at without being
// listed in a test. A view opens by its address; a dialog needs the way a person opens it, here below.

import { readdirSync, readFileSync } from 'node:fs'

import { account } from './people.mjs'

const read = (path) => readFileSync(new URL(`../../web/src/views/${path}`, import.meta.url), 'utf8')
const registry = read('registry.ts')

/** The files of the views in whose source this stands, so that a test finds what it has to walk. */
export const sourcesWith = (wanted) =>
  readdirSync(new URL('../../web/src/views/', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((path) => /\.(svelte|ts)$/.test(path) && !path.endsWith('.test.ts') && wanted.test(read(path)))

/** The names in one of the registry's tables: those that load something. */
function names(table) {
  const body = new RegExp(`export const ${table}\\b[^=]*= (?:dialogs\\()?\\{([\\s\\S]*?)\\n?\\}\\)?\\n`).exec(registry)?.[1] ?? ''
  return [...body.matchAll(/^\s*'?([\w.]+)'?: \(\) => import\(/gm)].map((match) => match[1])
}

/** The pages of the administration stand in a table of their own. */
const adminPages = () => [...read('admin/pages.ts').matchAll(/view: '([\w.]+)'/g)].map((match) => match[1])

const OWN = 'Written to be looked at'

/** Makes what dialogs are about: a message of Ada's own, and one that waits. */
export async function furnish(server, channel = server.about.channels.engineering) {
  await server.call('ada', 'usergroups.create', { name: 'On call', handle: 'on-call' })
  await sayOwn(server, channel)
  await server.call('ada', 'chat.scheduleMessage', { channel, text: 'Sent tomorrow', post_at: Math.floor(Date.now() / 1000) + 86_400 })
}

/** Posts the message of Ada's own that dialogs are about. */
export const sayOwn = (server, channel = server.about.channels.engineering) => server.call('ada', 'chat.postMessage', { channel, text: OWN })

const press = (key) => (page) => page.keyboard.press(key)
const button = (name) => (page) => page.getByRole('button', { name }).first().click()
const onMessage = (key) => async (page) => {
  await page.locator('#channel article[data-message]').filter({ hasText: OWN }).first().focus()
  await page.keyboard.press(key)
}

/** How Ada opens each dialog, beginning in a channel that `furnish` was called for, on a desktop in English. */
const DIALOGS = {
  jump: press('Control+k'),
  write: button('New message'),
  create: button('Create a channel'),
  browse: button('Browse channels'),
  leave: async (page) => {
    await page.getByRole('navigation').getByRole('link', { name: 'engineering' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Leave channel' }).click()
  },
  delete: onMessage('Delete'),
  share: onMessage('f'),
  remind: onMessage('m'),
  scheduled: async (page) => {
    await page.evaluate(() => (location.hash = '#/drafts'))
    await button('Edit message or time')(page)
  },
  invite: (page) => beside(page, 'd/members', 'Add people'),
  bookmark: (page) => beside(page, 'd/bookmarks', 'Add a bookmark'),
  group: (page) => within(page, 'groups', /^On call/),
  groupEdit: (page) => within(page, 'groups', 'Create a group'),
  emoji: (page) => within(page, 'emoji', 'Add emoji'),
  status: (page) => page.keyboard.press('Control+Shift+Y'),
  profile: (page) => own(page, 'Edit profile'),
  picture: (page) => own(page, 'Change picture'),
  pause: (page) => menu(page, 'Custom time…'),
  preferences: (page) => page.keyboard.press('Control+,'),
  keys: (page) => page.keyboard.press('Control+/'),

  section: async (page) => {
    await button('Channels section')(page)
    await page.getByRole('menuitem', { name: 'New section' }).click()
  },
  invitePeople: (page) => within(page, 'admin.invitations', /^Invite/),
}

/** Dialogs that a page of the administration opens from its own rows and buttons. */
const OF_PAGES = {
  newApp: (page) => within(page, 'admin.apps', 'New app'),
  newWebhook: (page) => within(page, 'admin.webhooks', 'New webhook'),
  managePerson: (page) => row(page, 'admin.people', '@linus'),
  manageChannel: (page) => row(page, 'admin.channels', 'general'),
  manageApp: (page) => row(page, 'admin.apps'),
  manageWebhook: (page) => row(page, 'admin.webhooks'),
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

/** Opens the first row of a page that has a text; names may be anything. */
async function row(page, view, hasText = '') {
  await page.evaluate((view) => (location.hash = `#/${view}`), view)
  await page.locator('#channel li').filter({ hasText }).first().getByRole('button').click()
}

/** Chooses something from the menu behind the person's own name. */
async function menu(page, name) {
  await account(page)
  await page.locator('#account-menu').getByRole('button', { name }).click()
}

/** Presses a button of the profile of the person whose page this is. */
async function own(page, name) {
  await menu(page, 'Active')
  await page.locator('#side').getByRole('button', { name }).click()
}

/** Shown once, at the end of a first run: `setup.test.mjs` looks at it. */
const ONLY_ONCE = ['settled']

/** Dialogs that stand behind something which only the server has: a list, or that the person is there. */
const NEED_SERVER = ['scheduled', 'invite', 'bookmark', 'profile', 'picture']

const SIDES = {
  person: (server) => `u/${server.about.people.linus.id}`,
  details: () => 'd',
}

/** Views that stand in the phone's bar at the bottom; on a desktop the sidebar shows the same beside them. */
const PHONE_ONLY = ['direct', 'you']

/** Everything that can be open, each with how to get there. */
export function everyPlace(server, channel = server.about.channels.engineering) {
  const to = (hash) => async (page) => {
    await page.evaluate((hash) => (location.hash = hash), hash)
    await settled(page)
  }
  const views = [...names('VIEWS'), ...adminPages()].map((name) => ({ name: `view ${name}`, open: to(`#/${name}`), offline: true, phone: PHONE_ONLY.includes(name) }))
  // On a phone the list of the administration's pages stands alone.
  const list = { name: 'list admin', open: to('#/admin'), offline: true, phone: true }
  const sides = names('SIDES').map((name) => {
    const hash = SIDES[name]?.(server)
    const open = hash ? to(`#/${channel}/${hash}`) : async () => { throw new Error(`tests/browser/places.mjs does not know how to open the side pane "${name}"`) }
    return { name: `side ${name}`, open, offline: Boolean(hash) }
  })
  const dialogs = [...names('DIALOGS').filter((name) => !ONLY_ONCE.includes(name)), ...Object.keys(OF_PAGES)].map((name) => {
    const how = DIALOGS[name] ?? OF_PAGES[name]
    const open = async (page) => {
      if (!how) throw new Error(`tests/browser/places.mjs does not know how to open the dialog "${name}"`)
      await to(`#/${channel}`)(page)
      await how(page, server)
      await page.locator('dialog[open]').waitFor()
      await settled(page)
    }
    return { name: `dialog ${name}`, open, close: closeDialogs, offline: Object.hasOwn(DIALOGS, name) && !NEED_SERVER.includes(name) }
  })
  return [...views, list, ...sides, ...dialogs]
}

/** Where each kind of place stands in the page. */
export const partOf = ({ name }) => (name.startsWith('dialog') ? 'dialog[open]' : name.startsWith('side') ? '#side' : name.startsWith('list') ? '.shell > .list' : '#channel')

/** How long a page that waits for nothing stays so before it counts as settled: some ask only after a pause of typing. */
const QUIET_MS = 250

/** Waits until the page has asked for nothing for a while, has its answers, and says of nothing that it is busy. */
export async function settled(page) {
  const { waiting } = page.context()
  for (let since = Date.now(); Date.now() - since < QUIET_MS; await page.waitForTimeout(50)) {
    if (waiting.size > 0 || (await page.locator('[aria-busy=true]').count()) > 0) since = Date.now()
  }
}

async function closeDialogs(page) {
  while ((await page.locator('dialog[open]').count()) > 0) {
    const before = await page.locator('dialog[open]').count()
    const fewer = (timeout) => page.waitForFunction((before) => document.querySelectorAll('dialog[open]').length < before, before, { timeout })
    await page.keyboard.press('Escape')
    // The first may only have closed a list that a field of the dialog had open.
    await fewer(2_000).catch(() => page.keyboard.press('Escape').then(() => fewer(15_000)))
  }
}

