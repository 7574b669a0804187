// Hostile text stays text, and the page asks nobody but its own server for anything.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { closeBrowser, message, person } from './people.mjs'
import { Server } from './server.mjs'

let server, page
const asked = new Set()

before(async () => {
  server = await Server.start()
  page = await person(server, 'ada', 'engineering')
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
})
after(async () => {
  await closeBrowser()
  await server.stop()
})

const HOSTILE = [
  '<script>window.__hit=1</script>',
  '<img src=x onerror="window.__hit=1">',
  '<svg/onload=window.__hit=1>',
  '<javascript:window.__hit=1|click me>',
  '<JaVaScRiPt:window.__hit=1|click me>',
  '<data:text/html,<script>window.__hit=1</script>|click me>',
  '<https://example.org/"onmouseover="window.__hit=1|over me>',
  '<iframe srcdoc="<script>parent.__hit=1</script>"></iframe>',
  '```<script>window.__hit=1</script>```',
  '{{constructor.constructor("window.__hit=1")()}}',
  '<style>*{display:none}</style>',
  '<a href="javascript:window.__hit=1">x</a>',
]

test('nothing in a message runs', async () => {
  const channel = server.about.channels.engineering
  for (const text of HOSTILE) await server.call('linus', 'chat.postMessage', { channel, text })
  await server.call('linus', 'chat.postMessage', {
    channel,
    text: 'fallback',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '<javascript:window.__hit=1|block link>' }, accessory: { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Press' }, url: 'javascript:window.__hit=1' } },
      { type: 'header', text: { type: 'plain_text', text: '<img src=x onerror=window.__hit=1>' } },
      { type: 'image', alt_text: 'a picture', image_url: 'https://tracker.example.org/pixel.gif' },
    ],
    attachments: [{ color: 'red;background:url(https://tracker.example.org)', title: '<b>x</b>', title_link: 'javascript:window.__hit=1', text: '<img src=x onerror=window.__hit=1>' }],
  })
  await server.call('linus', 'chat.postMessage', { channel, text: 'the last one' })
  await message(page, 'the last one').waitFor()
  assert.equal(await page.evaluate(() => globalThis.__hit), undefined)
  assert.equal(await page.locator('main a[href^="javascript"], main a[href^="data"], main iframe, main script, main style').count(), 0)
})

test('no other server was asked for anything', () => {
  assert.deepEqual([...asked].filter((origin) => origin !== server.url), [])
})

test('the policy is strict and was never broken', async () => {
  const response = await fetch(server.url)
  const policy = response.headers.get('content-security-policy') ?? ''
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), part)
  assert.ok(!policy.includes('unsafe'))
  assert.deepEqual(page.complaints, [])
})
