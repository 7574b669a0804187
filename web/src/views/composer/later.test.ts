import { expect, test } from 'vitest'

import { usual } from './later.ts'

const shown = (now: Date): string[] => usual(now).map((at) => `${at.getDate()} ${at.getHours()}:${at.getMinutes()}`)

test('half an hour, tomorrow at nine, Monday at nine', () => {
  // A Wednesday, a Sunday and a Monday.
  expect(shown(new Date(2026, 4, 6, 14, 45))).toEqual(['6 15:15', '7 9:0', '11 9:0'])
  expect(shown(new Date(2026, 4, 10, 14, 0))).toEqual(['10 14:30', '11 9:0'])
  expect(shown(new Date(2026, 4, 11, 8, 0))).toEqual(['11 8:30', '12 9:0', '18 9:0'])
})
