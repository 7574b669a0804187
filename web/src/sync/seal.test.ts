import { expect, test } from 'vitest'

import { seal, unseal } from './seal.ts'

const key = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

test('no word of it can be read, and the same text never looks the same', async () => {
  const own = await key()
  const box = await seal(own, 'state', 'said in general by Linus')
  expect(new TextDecoder('latin1').decode(box)).not.toMatch(/said|general|Linus/)
  expect(await unseal(own, 'state', box)).toBe('said in general by Linus')
  expect(await seal(own, 'state', 'said in general by Linus')).not.toEqual(box)
})

test('another key, another place or a changed byte does not open it', async () => {
  const own = await key()
  const box = await seal(own, 'comity.draft.U1.C1', 'for Linus only')
  await expect(unseal(await key(), 'comity.draft.U1.C1', box)).rejects.toThrow()
  await expect(unseal(own, 'comity.draft.U1.C2', box)).rejects.toThrow()
  await expect(unseal(own, 'comity.draft.U1.C1', box.map((byte, at) => (at === 20 ? byte ^ 1 : byte)))).rejects.toThrow()
  await expect(unseal(own, 'comity.draft.U1.C1', new Uint8Array(3))).rejects.toThrow()
})
