// Tells the service worker what it keeps: every file of the build, and a version that changes with any of them.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Plugin } from 'vite'

export function workerFiles(folder: string): Plugin {
  return {
    name: 'comity-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') throw new Error('the service worker is missing from the build')
        const hash = createHash('sha256').update(worker.code)
        const built = Object.values(bundle).filter((file) => file !== worker && file.fileName !== 'index.html')
        const page = bundle['index.html']
        if (page?.type === 'asset') hash.update(page.source)
        const plain = readdirSync(folder)
        for (const file of plain) hash.update(readFileSync(join(folder, file)))
        const files = [...built.map((file) => file.fileName), ...plain].sort()
        for (const file of files) hash.update(file)
        worker.code = worker.code.replaceAll('__BUILD__', JSON.stringify({ version: hash.digest('hex').slice(0, 12), files }))
      },
    },
  }
}
