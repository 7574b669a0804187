// Pictures of every screen at three widths and in both themes, for looking at: `node screenshots.mjs DIRECTORY`.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { act, closeBrowser, composer, DESKTOP, message, open, person, PHONE, TABLET, visitor, write } from './people.mjs'
import { postKit } from './kit.mjs'
import { everyPlace, furnish } from './places.mjs'
import { firstRun, secrets } from './pictures.mjs'
import { Server } from './server.mjs'

const directory = process.argv[2] ?? 'screenshots'
mkdirSync(directory, { recursive: true })

const server = await Server.start()
const channel = server.about.channels.engineering
const said = []
const say = async (handle, text, more = {}) => {
  const { ts } = await server.call(handle, 'chat.postMessage', { channel, text, ...more })
  said.push(ts)
  return ts
}

await say('linus', 'I mended the page that lost its last row:\n```\nfn page(cursor: Cursor) -> Page {\n    let end = cursor.start + LIMIT; // was: LIMIT - 1\n    slice(cursor.start, end)\n}\n```\nCan someone look?')
const root = await say('margaret', 'Wer übernimmt die Kraftfahrzeughaftpflichtversicherungsdatenübernahme? Die Unterlagen liegen unter <https://example.org/unterlagen|Unterlagen>.\n&gt; Bitte bis Freitag,\n&gt; spätestens Montag.')
await say('grace', 'I can, with <@' + server.about.people.ada.id + '>.', { thread_ts: root })
await say('ada', 'Yes. The first half is done, the second needs the key of the archive :key:', { thread_ts: root })
await say('linus', 'Ping me when it is in review.', { thread_ts: root })
await say('margaret', 'Danke euch! :pray:', { thread_ts: root })
for (const [handle, name] of [['ada', '+1'], ['grace', '+1'], ['linus', 'tada'], ['grace', 'eyes']]) await server.call(handle, 'reactions.add', { channel, timestamp: root, name })
await say('grace', ':rocket: :tada:')
const edited = await say('linus', 'Deploy at 15:00')
await server.call('linus', 'chat.update', { channel, ts: edited, text: 'Deploy at *16:00*, see `deploy.md`, <!here>' })
await fetch(`${server.url}/api/chat.postMessage`, {
  method: 'POST',
  headers: { authorization: `Bearer ${server.about.bot.bot_token}`, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({
    channel,
    text: 'Deployment finished',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'Deployment finished' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*staging* runs `a1b2c3d`; all 412 checks passed.' }, accessory: { type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Open' } } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'go', style: 'primary', text: { type: 'plain_text', text: 'Promote' } }, { type: 'button', action_id: 'back', style: 'danger', text: { type: 'plain_text', text: 'Roll back' } }] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'Region eu-central · 4 min 12 s' }] },
    ],
    attachments: [{ color: '#36a64f', title: 'Health', text: 'All green', fields: [{ title: 'p99', value: '41 ms', short: true }, { title: 'Errors', value: '0', short: true }] }],
  }),
})
await say('ada', 'That looks good. I will write the notes.')

const owner = await server.session('ada')
await owner('admin.users.invite', { email: 'konstantin.von.hohenlohe-langenburg@krankenhaus.example.org', is_restricted: true, channel_ids: [channel] })
const invited = await owner('admin.users.invite', { max_uses: 20 })
await server.call('ada', 'stars.add', { channel, timestamp: root })
await server.call('ada', 'reminders.add', { text: 'Call the works council about the retention period', time: 'tomorrow at 9am' })
await server.call('ada', 'chat.scheduleMessage', { channel, text: 'Release notes are in `CHANGELOG.md`', post_at: Math.floor(Date.now() / 1000) + 86_400 })

await server.call('ada', 'bookmarks.add', { channel_id: channel, title: 'Handbuch', link: 'https://example.org/handbuch', emoji: ':books:', type: 'link' })
await server.call('ada', 'pins.add', { channel, timestamp: root })
await (await server.session('ada'))('client.emoji.add', { name: 'shipit', alias_for: 'rocket' })

const shoot = (page, name) => page.screenshot({ path: join(directory, `${name}.png`) })

for (const colorScheme of ['light', 'dark']) {
  const login = await visitor(server, { colorScheme, locale: 'fr-FR' })
  await login.locator('input[type=password]').waitFor()
  await shoot(login, `login-${colorScheme}`)
  await login.goto(invited.url)
  await login.locator('input[name=name]').fill('Jürgen Groß')
  await shoot(login, `join-${colorScheme}`)
  await login.context().close()
}

/** Every width a screen is looked at in. */
const WIDTHS = { desktop: DESKTOP, tablet: TABLET, phone: PHONE }
/** Both themes, and each language once. */
const LOOKS = [{ theme: 'light', locale: 'en' }, { theme: 'dark', locale: 'de' }, { theme: 'light', locale: 'fr' }]

/** A page as it is, at every width and in every look. Ada changes the look in another window, so that nothing closes. */
async function all(page, name, looks = LOOKS) {
  for (const { theme, locale } of looks) {
    await owner('users.prefs.set', { prefs: { theme, locale } })
    await page.waitForFunction(([theme, locale]) => document.documentElement.dataset.theme === theme && document.documentElement.lang === locale, [theme, locale])
    for (const [width, viewport] of Object.entries(WIDTHS)) {
      await page.setViewportSize(viewport)
      await page.waitForTimeout(250)
      await shoot(page, `${name}-${width}-${theme}-${locale}`)
    }
  }
  await page.setViewportSize(DESKTOP)
}

await furnish(server)
const looker = await person(server, 'ada', 'engineering')
await message(looker, 'I will write the notes').waitFor()
for (const place of [{ name: 'channel' }, ...everyPlace(server)]) {
  await place.open?.(looker)
  await all(looker, place.name.replaceAll(/\W+/g, '-'))
  await owner('users.prefs.set', { prefs: LOOKS[0] })
  await place.close?.(looker)
}
for (const [name, hash] of Object.entries({ thread: `t/${root}`, members: 'd/members', where: 'd/where', pins: 'd/pins', bookmarks: 'd/bookmarks', settings: 'd/settings' })) {
  await looker.evaluate((hash) => (location.hash = hash), `#/${channel}/${hash}`)
  await looker.waitForTimeout(400)
  await all(looker, name)
}
await owner('users.prefs.set', { prefs: { theme: null, locale: null } })
await looker.context().close()

await postKit(server, server.about.channels.random)
for (const [width, viewport] of Object.entries({ desktop: { ...DESKTOP, height: 3600 }, phone: { ...PHONE, height: 4800 } })) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await person(server, 'grace', 'random', { viewport, colorScheme })
    await message(page, 'Posted').waitFor()
    await page.waitForTimeout(800)
    await shoot(page, `blocks-${width}-${colorScheme}`)
    await page.context().close()
  }
}

await firstRun(shoot)
await secrets(server, shoot)

const page = await person(server, 'ada', 'engineering')
await message(page, 'Deploy at').hover()
await shoot(page, 'actions')
await act(page, 'Deploy at', 'Add a reaction')
await page.waitForTimeout(400)
await shoot(page, 'emoji')
await page.keyboard.press('Escape')
await composer(page).pressSequentially('Ask @')
await page.waitForTimeout(200)
await shoot(page, 'completion')
await composer(page).fill('')
await composer(page).pressSequentially('/')
await shoot(page, 'commands')
await composer(page).fill('A *bold* word, `code` and [a link](https://example.org)\n- one\n- two\n> quoted')
await page.getByRole('button', { name: 'Show formats while writing' }).click()
await page.locator('#channel footer .ProseMirror li').first().waitFor()
await shoot(page, 'rich')
await page.getByRole('button', { name: 'Send later' }).click()
await shoot(page, 'later')
await page.keyboard.press('Escape')
await page.getByRole('button', { name: 'Show formats while writing' }).click()
await composer(page).fill('')
await page.keyboard.press('Control+k')
await page.getByRole('combobox').fill('e')
await shoot(page, 'jump')
await page.keyboard.press('Escape')
await page.getByRole('button', { name: /^Menu of/ }).click()
await page.waitForTimeout(200)
await shoot(page, 'menu')
await page.keyboard.press('Escape')
await act(page, 'I will write the notes', 'Edit')
await shoot(page, 'edit')
await page.keyboard.press('Escape')
await act(page, 'I will write the notes', 'Delete')
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
await closeBrowser()
await server.stop()
