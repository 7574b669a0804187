import { expect, test } from 'vitest'

import { parse } from '../../text/mrkdwn.ts'
import { linkedMessages, ownPlace } from './permalinks.ts'

const HERE = 'https://chat.example.org'

test('links to messages of this installation are found, each once, the first three', () => {
  const link = (n: number): string => `<${HERE}/archives/C1/p170000000000010${n}>`
  expect(linkedMessages(parse(`*see ${link(1)}* and ${link(1)}\n• ${link(2)}`), HERE)).toEqual([
    { channel: 'C1', ts: '1700000000.000101' },
    { channel: 'C1', ts: '1700000000.000102' },
  ])
  expect(linkedMessages(parse([1, 2, 3, 4].map(link).join(' ')), HERE)).toHaveLength(3)
})

test('a reply knows its thread', () => {
  expect(linkedMessages(parse(`<${HERE}/archives/C1/p1700000000000100?thread_ts=1699999999.000100&amp;cid=C1>`), HERE)).toEqual([
    { channel: 'C1', ts: '1700000000.000100', thread_ts: '1699999999.000100' },
  ])
})

test('other addresses, other servers and code are not', () => {
  for (const text of [`${HERE}/archives/C1`, 'https://chat.example.org.evil.example/archives/C1/p1700000000000100', 'https://elsewhere.example/archives/C1/p1700000000000100', `\`${HERE}/archives/C1/p1700000000000100\``]) {
    expect(linkedMessages(parse(text), HERE), text).toEqual([])
  }
})

test('a link to a place of this installation leads there without leaving the page', () => {
  expect(ownPlace(`${HERE}/archives/C1/p1700000000000100`, HERE)).toEqual({ channel: 'C1', message: '1700000000.000100' })
  expect(ownPlace('https://elsewhere.example/archives/C1', HERE)).toBeUndefined()
})
