// Sealing what this device keeps: with one key that no script can read out, and bound to the place where it lies.

import { rows } from './device.ts'

const NONCE_BYTES = 12

let known: Promise<CryptoKey> | undefined

/** The key of this device, made when it is first asked for. A page without TLS has none, and keeps nothing. */
export function deviceKey(): Promise<CryptoKey> {
  known ??= find().catch((cause: unknown) => {
    known = undefined
    throw cause
  })
  return known
}

async function find(): Promise<CryptoKey> {
  const read = (): Promise<CryptoKey | undefined> => rows('readonly', (all) => all.get('key') as IDBRequest<CryptoKey | undefined>)
  const found = await read()
  if (found) return found
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  // When another window was quicker, its key is the one for both.
  await rows('readwrite', (all) => all.add(made, 'key')).catch(() => undefined)
  const kept = await read()
  if (!kept) throw new Error('the browser keeps nothing')
  return kept
}

export async function forgetKey(): Promise<void> {
  known = undefined
  await rows('readwrite', (all) => all.delete('key')).catch(() => undefined)
}

const bound = (iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`comity ${place}`) })

export async function seal(key: CryptoKey, place: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = new Uint8Array(await crypto.subtle.encrypt(bound(iv, place), key, new TextEncoder().encode(text)))
  const box = new Uint8Array(iv.length + sealed.length)
  box.set(iv)
  box.set(sealed, iv.length)
  return box
}

export async function unseal(key: CryptoKey, place: string, box: Uint8Array<ArrayBuffer>): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt(bound(box.subarray(0, NONCE_BYTES), place), key, box.subarray(NONCE_BYTES)))
}
