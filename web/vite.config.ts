// Plain Vite: one page, hashed assets, and nothing inline, because the content security policy forbids it.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

import { emojiData } from './build/emoji.ts'

// `COMITY_SERVER=http://127.0.0.1:8065 npm run dev` works against a running server.
const server = process.env['COMITY_SERVER'] ?? 'http://127.0.0.1:8065'

export default defineConfig({
  plugins: [svelte(), emojiData()],
  build: {
    target: 'es2022',
    // Browsers that know `light-dark()`, so that it is not rewritten.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Small assets stay files: a `data:` URL for a font or script would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: {
      '/api': server,
      '/client': { target: server, ws: true },
      '/emoji': server,
    },
  },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
})
