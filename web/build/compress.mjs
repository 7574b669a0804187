// Writes a Brotli twin beside every text file of the build, so that the server need not compress while it serves.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/** Smaller files gain less than the header that says so. */
const SMALLEST = 1024

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (!entry.isFile() || !/\.(css|html|js|json|svg|webmanifest)$/.test(entry.name)) continue
  const whole = readFileSync(path)
  const small = brotliCompressSync(whole)
  if (whole.length >= SMALLEST && small.length < whole.length) writeFileSync(`${path}.br`, small)
}
