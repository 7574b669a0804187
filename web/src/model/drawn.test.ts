import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { drawn } from './drawn.ts'

test('ink and fields are those of the picture that the server draws', () => {
  const server = readFileSync(join(import.meta.dirname, '../../../src/domain/identicon.rs'), 'utf8')
  const inks = [...server.matchAll(/\[0x(\w\w), 0x(\w\w), 0x(\w\w)\],/g)].map(([, r, g, b]) => `#${r}${g}${b}`)
  const used = new Set(Array.from({ length: 2_000 }, (_, n) => drawn(`U${n}`).ink))
  expect(inks.length).toBeGreaterThan(8)
  expect([...used].sort()).toEqual(inks.sort())
  // As `draw("U0ADA")` of the server has it.
  expect(drawn('U0ADA')).toEqual({ ink: '#8a5500', path: ['2.5 0.5', '1.5 1.5', '3.5 1.5', '0.5 2.5', '2.5 2.5', '4.5 2.5', '1.5 3.5', '3.5 3.5', '0.5 4.5', '4.5 4.5'].map((at) => `M${at}h1v1h-1z`).join('') })
})

test('no two of a large company look alike', () => {
  const faces = Array.from({ length: 300 }, (_, n) => `${drawn(`U0${n}`).ink} ${drawn(`U0${n}`).path}`)
  expect(new Set(faces).size).toBeGreaterThan(295)
})
