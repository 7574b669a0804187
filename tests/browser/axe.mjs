// Runs axe-core in a page, contrast included. It is handed over as a function's source, since the page takes no script
// that is not its own.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function violations(page) {
  // Playwright evaluates through the debugger, which the page's policy does not govern.
  await page.evaluate(source)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).slice(0, 3).join('; ')}`)
}
