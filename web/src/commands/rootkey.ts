// A further root key, made in this browser: the server gets its public half, and the secret goes to paper or into a safe.
//
// An age identity is an X25519 pair, written in Bech32 (age's specification, "The X25519 recipient type"; BIP 173).

import { call } from '../api/http.ts'
import type { RootKey } from './setup.ts'

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECKSUM_CHARS = 6

/** The checksum so far, after some more groups of five bits. */
function polymod(groups: number[]): number {
  let sum = 1
  for (const group of groups) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ group
    GENERATOR.forEach((step, bit) => {
      if ((top >> bit) & 1) sum ^= step
    })
  }
  return sum
}

/** Bytes in groups of five bits, the last filled up with zeros. */
function inFives(bytes: Uint8Array): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((group) => parseInt(group.padEnd(5, '0'), 2))
}

/** Bytes in Bech32 behind a prefix in small letters. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const letters = [...prefix].map((letter) => letter.charCodeAt(0))
  const data = inFives(bytes)
  const head = [...letters.map((code) => code >> 5), 0, ...letters.map((code) => code & 31)]
  const sum = polymod([...head, ...data, ...Array<number>(CHECKSUM_CHARS).fill(0)]) ^ 1
  const check = Array.from({ length: CHECKSUM_CHARS }, (_, at) => (sum >> (5 * (CHECKSUM_CHARS - 1 - at))) & 31)
  return `${prefix}1${[...data, ...check].map((group) => ALPHABET[group]).join('')}`
}

const bytesOf = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))

/** A fresh root key; nothing where the page came unencrypted, or the browser is too old for X25519. */
export async function mintRootKey(): Promise<RootKey | undefined> {
  try {
    const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits'])) as CryptoKeyPair
    const { x, d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
    if (!x || !d) return undefined
    const recipient = bech32('age', bytesOf(x))
    return { recipient, text: `# public key: ${recipient}\n${bech32('age-secret-key-', bytesOf(d)).toUpperCase()}\n` }
  } catch {
    return undefined
  }
}

/** Lets it open the installation. */
export async function addRootKey(recipient: string, password: string, passphrase: string): Promise<void> {
  await call('admin.keys.addSlot', { recipient, password, ...(passphrase && { passphrase }) })
}
