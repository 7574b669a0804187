// The picture of whoever has none, drawn from the id as the server draws it for programs (`src/domain/identicon.rs`).

const INKS = [
  '#6b3fb5',
  '#1f7a3d',
  '#b3261e',
  '#3d5a80',
  '#674b1b',
  '#a82d66',
  '#8a5500',
  '#1d5fa8',
  '#2d3a8c',
  '#5f6b12',
  '#9c3d12',
  '#5b5570',
]

/** Fields in a row and in a column; the right half mirrors the left one. */
const FIELDS = 5
const WORD = (1n << 64n) - 1n

/** FNV-1a and a last mixing, by which neighbouring ids look unlike each other. */
function hash(id: string): bigint {
  let fnv = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(id)) fnv = ((fnv ^ BigInt(byte)) * 0x100000001b3n) & WORD
  const mixed = ((fnv ^ (fnv >> 32n)) * 0x9e3779b97f4a7c15n) & WORD
  return mixed ^ (mixed >> 29n)
}

export interface Drawn {
  ink: string
  /** An SVG path of the inked fields, on a ground of six by six. */
  path: string
}

export function drawn(id: string): Drawn {
  const seed = hash(id)
  let path = ''
  for (let y = 0; y < FIELDS; y++) {
    for (let x = 0; x < FIELDS; x++) {
      const half = Math.min(x, FIELDS - 1 - x)
      const middle = x === (FIELDS - 1) / 2 && y === x
      if (middle || (seed >> BigInt(half * FIELDS + y)) & 1n) path += `M${x + 0.5} ${y + 0.5}h1v1h-1z`
    }
  }
  return { ink: INKS[Number((seed >> 32n) % BigInt(INKS.length))] ?? '', path }
}
