// Plain Vite: one page, hashed assets, and nothing inline, because the content security policy forbids it.
import { join } from 'node:path'

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

import { emojiData } from './build/emoji.ts'
import { first } from './build/first.ts'
import { namedMedia } from './build/media.ts'
import { workerFiles } from './build/worker.ts'

// `COMITY_SERVER=http://127.0.0.1:8065 npm run dev` works against a running server.
const server = process.env['COMITY_SERVER'] ?? 'http://127.0.0.1:8065'

export default defineConfig({
  css: { postcss: { plugins: [namedMedia] } },
  plugins: [svelte(), emojiData(), workerFiles('public')],
  build: {
    target: 'es2022',
    // Browsers that know `light-dark()`, so that it is not rewritten.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Small assets stay files: a `data:` URL for a font or script would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/worker/worker.ts' },
      // The service worker has one address for ever, at the root, so that it looks after the whole site.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: [{ name: first(join(import.meta.dirname, 'src/main.ts')) }] },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/client': { target: server, ws: true },
      '/emoji': server,
    },
  },
  test: { setupFiles: ['src/i18n/english.ts'], include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
})
