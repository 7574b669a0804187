import { expect, test } from 'vitest'

import { isLong, isLongAttachment } from '../message/length.ts'
import { attachmentsOf } from './attachment.ts'

const ODD = [null, undefined, 5, 'word', true, [], [null], {}, { text: {} }, [[[]]]]
const PARTS = ['color', 'pretext', 'author_name', 'author_link', 'title', 'title_link', 'text', 'fallback', 'image_url', 'thumb_url', 'footer', 'ts', 'mrkdwn_in', 'actions', 'fields', 'blocks']

test('a part of another type says nothing, and the others are kept', () => {
  for (const part of PARTS) {
    for (const odd of ODD) {
      const [shown] = attachmentsOf([{ service_name: 'Watchtower', [part]: odd }])
      expect(shown?.service_name).toBe('Watchtower')
      for (const [name, value] of Object.entries(shown ?? {})) expect([name, Array.isArray(value) || typeof value === 'string'], `${part} is ${JSON.stringify(odd)}`).toEqual([name, true])
      expect(() => isLongAttachment(shown ?? {})).not.toThrow()
    }
  }
})

test('attachments of another type are none, and each odd one is an empty one', () => {
  for (const odd of [null, undefined, 5, 'word', {}]) expect(attachmentsOf(odd)).toEqual([])
  expect(attachmentsOf([null, 5, { text: 'kept' }]).map(({ text }) => text)).toEqual([undefined, undefined, 'kept'])
})

test('a number is shown as one', () => {
  expect(attachmentsOf([{ text: 5, ts: 1_700_000_000, fields: [{ title: 'p99', value: 410, short: true }, null] }])[0]).toMatchObject({
    text: '5',
    ts: '1700000000',
    fields: [{ title: 'p99', value: '410', short: true }, { title: '', value: '', short: false }],
  })
})

test('blocks of another type are not counted', () => {
  for (const odd of [null, 5, 'word', {}, [null], [5]]) expect(isLong({ ts: '1', text: 'short', blocks: odd } as never)).toBe(false)
})
