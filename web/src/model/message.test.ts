import { expect, test } from 'vitest'

import { names } from '../text/called.ts'
import { emojiTable } from '../text/emoji.svelte.ts'
import { emojiName, mentions, permalink, react } from './message.ts'

test('reactions are a set per name', () => {
  const one = react([], 'tada', 'U1', true)
  expect(one).toEqual([{ name: 'tada', users: ['U1'], count: 1 }])
  expect(react(one, 'tada', 'U1', true)).toEqual(one)
  const two = react(one, 'tada', 'U2', true)
  expect(two[0]?.count).toBe(2)
  expect(react(react(two, 'tada', 'U1', false), 'tada', 'U2', false)).toEqual([])
  expect(react([], 'tada', 'U1', false)).toEqual([])
})

test('a list of users that was cut short keeps its count', () => {
  expect(react([{ name: 'eyes', users: ['U1'], count: 40 }], 'eyes', 'U2', true)[0]).toEqual({ name: 'eyes', users: ['U1', 'U2'], count: 41 })
})

test('who is called', () => {
  const message = (text: string, user = 'U2'): { ts: string; text: string; user: string } => ({ ts: '1.0', text, user })
  expect(mentions(message('hi <@U1>'), 'U1', undefined, [])).toBe(true)
  expect(mentions(message('hi <@U12>'), 'U1', undefined, [])).toBe(false)
  expect(mentions(message('<!here>'), 'U1', undefined, [])).toBe(true)
  expect(mentions(message('<!subteam^S1>'), 'U1', undefined, ['S1'])).toBe(true)
  const blocks = (...list: object[]): never => ({ ...message(''), blocks: list }) as never
  for (const quiet of ['`<@U1>`', '```\n<@U1>\n```', 'type `<!here>`', '&lt;@U1&gt;']) expect(mentions(message(quiet), 'U1', undefined, []), quiet).toBe(false)
  expect(mentions(blocks({ type: 'actions', elements: [{ type: 'button', value: 'broadcast', text: { type: 'plain_text', text: '<@U1>' } }] }), 'U1', undefined, [])).toBe(false)
  expect(mentions(blocks({ type: 'header', text: { type: 'plain_text', text: '<@U1>' } }, null as never, { type: 'section', fields: 5 }), 'U1', undefined, [])).toBe(false)
  expect(mentions(blocks({ type: 'section', text: { type: 'mrkdwn', text: '<@U1>' } }), 'U1', undefined, [])).toBe(true)
  expect(mentions(blocks({ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'broadcast', range: 'here' }] }] }), 'U1', undefined, [])).toBe(true)
  expect(mentions({ ...message(''), attachments: [{ text: '<@U1>' }] } as never, 'U1', undefined, [])).toBe(true)
  expect(mentions(message('plain'), 'U1', { id: 'D1', is_im: true }, [])).toBe(true)
  expect(mentions(message('<@U1>', 'U1'), 'U1', undefined, [])).toBe(false)
})

test('a row is marked where one is named, not where code holds the name', () => {
  const message = (text: string): never => ({ ts: '1.0', text, user: 'U2' }) as never
  expect([names(message('hi <@U1|ada>'), 'U1'), names(message('run `<@U1>`'), 'U1'), names(message('<!here>'), 'U1')]).toEqual([true, false, false])
})

test('a link to a message', () => {
  expect(permalink('https://chat.example.org', 'C1', { ts: '1700000000.000100' })).toBe('https://chat.example.org/archives/C1/p1700000000000100')
  const reply = { ts: '1700000000.000200', thread_ts: '1700000000.000100' }
  expect(permalink('https://chat.example.org', 'C1', reply)).toBe('https://chat.example.org/archives/C1/p1700000000000200?thread_ts=1700000000.000100&cid=C1')
})

test('a thumb is one reaction by either of its names', async () => {
  await emojiTable.load()
  const one = react([], '+1', 'U1', true)
  expect(react(one, 'thumbsup', 'U2', true)).toEqual([{ name: '+1', users: ['U1', 'U2'], count: 2 }])
  expect(react(one, 'thumbsup', 'U1', false)).toEqual([])
})

test('an alias of the workspace is what it leads to', async () => {
  await emojiTable.load()
  const custom = new Map([['yes', 'alias:thumbsup'], ['mine', 'alias:ours'], ['ours', 'https://chat.example.org/emoji/00']])
  expect(['yes', 'mine', 'ours', 'thumbsup', 'zorp'].map((name) => emojiName(name, custom))).toEqual(['+1', 'ours', 'ours', '+1', 'zorp'])
})
