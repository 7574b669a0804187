import { expect, test } from 'vitest'

import { overlong } from './overlong.ts'

test('what is too long is told as it would be sent', () => {
  expect(overlong('a'.repeat(40_000))).toBe(0)
  expect(overlong('a'.repeat(40_003))).toBe(3)
  expect(overlong('&'.repeat(9_000))).toBe(5_000)
  expect(overlong(` ${'a'.repeat(40_000)}\n`)).toBe(0)
})
