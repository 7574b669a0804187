import { expect, test } from 'vitest'

import { secretIn } from './setup.ts'

test('the secret is read from the link, and from nothing else', () => {
  expect(secretIn('#/setup/abcdefgh234567')).toBe('abcdefgh234567')
  for (const hash of ['', '#/', '#/setup/', '#/setup', '#/C1/setup/abc', '#/setup/abc/def', '#/setup/ABC', '#/setup/a%20b']) expect(secretIn(hash), hash).toBe('')
})
