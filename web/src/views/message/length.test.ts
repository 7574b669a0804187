import { expect, test } from 'vitest'

import { isLong, isLongAttachment, isLongText } from './length.ts'

test('what is long is told from rows, however they come about', () => {
  expect(isLong({ ts: '1.0', text: 'short' })).toBe(false)
  expect(isLong({ ts: '1.0', text: 'row\n'.repeat(60) })).toBe(true)
  expect(isLong({ ts: '1.0', text: 'word '.repeat(1_000) })).toBe(true)
})

test('blocks count by what they say', () => {
  const section = (text: string): { type: string; text: object } => ({ type: 'section', text: { type: 'mrkdwn', text } })
  expect(isLong({ ts: '1.0', text: '', blocks: [section('a'), section('b')] })).toBe(false)
  expect(isLong({ ts: '1.0', text: '', blocks: [section('row\n'.repeat(50))] })).toBe(true)
})

test('attachments are cut earlier', () => {
  expect(isLongAttachment({ text: 'row\n'.repeat(20) })).toBe(true)
  expect(isLongText('row\n'.repeat(20))).toBe(true)
  expect(isLongText('row')).toBe(false)
  expect(isLongAttachment({ fields: [{ title: 'a', value: 'b', short: true }] })).toBe(false)
})
