import { expect, test } from 'vitest'

import { asName, fault } from './channel-name.ts'

const taken = (name: string): boolean => name === 'general'

test('a name is made of what people type', () => {
  expect(asName('Büro  München')).toBe('büro-münchen')
  expect(asName('GRO\u0308ßE')).toBe('größe')
})

test('a name that the server would refuse is known by the same code', () => {
  expect(['', 'büro-münchen', 'a_1', '2026'].map((name) => fault(name, taken))).toEqual([undefined, undefined, undefined, undefined])
  expect(['ทั่วไป', 'हिन्दी', 'தமிழ்', 'می\u200cخواهم'].map((name) => fault(asName(name), taken))).toEqual([undefined, undefined, undefined, undefined])
  expect(['a\u202eb', 'a\u200db', 'a\u3164b', '\u0301a', 'a-\u0301'].map((name) => fault(name, taken))).toEqual(Array(5).fill('invalid_name_specials'))
  expect(fault('a.b', taken)).toBe('invalid_name_specials')
  expect(fault('what?', taken)).toBe('invalid_name_specials')
  expect(fault('A', taken)).toBe('invalid_name_specials')
  expect(fault('--_', taken)).toBe('invalid_name_punctuation')
  expect(fault('x'.repeat(81), taken)).toBe('invalid_name_maxlength')
  expect(fault('x'.repeat(80), taken)).toBeUndefined()
  expect(fault('general', taken)).toBe('name_taken')
})
