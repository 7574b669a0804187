// Pictures of what is shown once only, the first run and new secrets, for `screenshots.mjs`.

import { DESKTOP, person, PHONE, TABLET, visitor } from './people.mjs'
import { Fresh } from './server.mjs'

const VIEWS = [['desktop', DESKTOP, 'light'], ['desktop', DESKTOP, 'dark'], ['tablet', TABLET, 'light'], ['phone', PHONE, 'light'], ['phone', PHONE, 'dark']]

/** Every step of the set-up; the server is never set up, so one is enough. */
export async function firstRun(shoot) {
  const server = new Fresh()
  const link = await server.start()
  for (const [width, viewport, colorScheme] of VIEWS) {
    const page = await visitor(server, { viewport, colorScheme, locale: 'de-DE', path: link.slice(server.url.length) })
    const take = (step) => shoot(page, `setup-${step}-${width}-${colorScheme}`)
    const next = () => page.locator('form button.primary').click()
    await page.getByRole('heading', { name: 'Ein eigener Server' }).waitFor()
    await take('welcome')
    await next()
    await page.getByRole('button', { name: 'Anzeigen' }).click()
    await page.locator('pre').waitFor()
    await page.getByLabel(/Notschlüssel/).check()
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
    await take('key')
    await page.getByLabel(/Notschlüssel/).uncheck()
    await page.getByRole('radio', { name: /Eine Passphrase/ }).check()
    await take('passphrase')
    await page.getByRole('radio', { name: /Eine Schlüsseldatei/ }).check()
    await page.getByLabel(/Ich habe eine Kopie/).check()
    await next()
    await page.getByLabel('Name').fill('Städtisches Krankenhaus Süd')
    await page.getByLabel('Serveradresse').fill('chat')
    await take('workspace')
    await page.getByLabel('Serveradresse').fill(server.url)
    await next()
    await page.getByLabel('Passwort').waitFor()
    await take('owner')
    await page.context().close()
  }
  await server.stop()
}

/** The tokens of an app and the address of a webhook that were just made. */
export async function secrets(server, shoot) {
  for (const [width, viewport, colorScheme] of VIEWS) {
    const page = await person(server, 'ada', undefined, { viewport, colorScheme, locale: 'de-DE' })
    const visit = async (view, ready) => {
      await page.evaluate((hash) => (location.hash = hash), `#/admin.${view}`)
      await ready().waitFor()
    }
    const take = (name) => shoot(page, `admin-${name}-${width}-${colorScheme}`)
    await visit('apps', () => page.getByRole('button', { name: 'Neue App' }))
    await page.getByRole('button', { name: 'Neue App' }).click()
    await page.getByLabel('Name', { exact: true }).fill(`Schichtplan ${width} ${colorScheme}`)
    await page.keyboard.press('Enter')
    await page.getByText('Sie sehen das nur einmal').waitFor()
    await take('app-made')
    await visit('webhooks', () => page.getByRole('button', { name: 'Neuer Webhook' }))
    await page.getByRole('button', { name: 'Neuer Webhook' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Benachrichtigungen der Krankenhausverwaltung')
    await page.getByLabel('Kanal', { exact: true }).selectOption({ index: 1 })
    await page.locator('dialog[open] .primary').click()
    await page.getByText('Sie sehen das nur einmal').waitFor()
    await take('webhook-made')
    await page.context().close()
  }
}
