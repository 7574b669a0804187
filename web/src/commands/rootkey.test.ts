import { expect, test } from 'vitest'

import { bech32, mintRootKey } from './rootkey.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

test('Bech32 is what BIP 173 and age write', () => {
  // An example of BIP 173, and a pair that the server's own library made and wrote.
  expect(bech32('a', bytes(''))).toBe('a12uel5l')
  expect(bech32('age', bytes('8839365f204102b7bfe6aac5a145cb2bdc010c1b76b1d3ac215b9509a4757c35'))).toBe(
    'age13qunvheqgypt00lx4tz6z3wt90wqzrqmw6ca8tpptw2snfr40s6spfgl78',
  )
  expect(bech32('age-secret-key-', bytes('a3c7c89ce2f7293f0af60b642256b5171ce9cbb15f2573648bd0a3822430735e')).toUpperCase()).toBe(
    'AGE-SECRET-KEY-150RU388Z7U5N7ZHKPDJZY444ZUWWNJA3TUJHXEYT6Z3CYFPSWD0QKYQTMP',
  )
})

test('a fresh root key has both halves, and no two are the same', async () => {
  const [one, other] = [await mintRootKey(), await mintRootKey()]
  expect(one?.recipient).toMatch(/^age1[02-9ac-hj-np-z]{58}$/)
  expect(one?.text).toMatch(/^# public key: age1\w{58}\nAGE-SECRET-KEY-1\w{58}\n$/)
  expect(one?.text).not.toBe(other?.text)
})
