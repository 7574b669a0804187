// Makes the emoji tables at build time from the data package, so that the client asks no other server for them.
//
// `virtual:emoji`          [[characters, "name other_name", group], ...] in the usual order of a picker
// `virtual:emoji-tones`    [row, ...] of the first table, of those that take skin tones
// `virtual:emoji-words/fr` ["what it is called|other words", ...], one per row of the first table

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import type { Plugin } from 'vite'

interface Row {
  emoji: string
  group: number
  shortcodes?: string[]
  annotation: string
  tags?: string[]
  skins?: unknown[]
}

const require = createRequire(import.meta.url)
const read = (file: string): Row[] =>
  JSON.parse(readFileSync(require.resolve(`emoji-picker-element-data/${file}/data.json`), 'utf8')) as Row[]

/** Characters without the presentation selector: sets differ in whether they write it. */
const bare = (emoji: string): string => emoji.replaceAll('\ufe0f', '')

const rows = (): Row[] => read('en/iamcal').filter((row) => row.shortcodes?.length)
const names = (row: Row): string => (row.shortcodes ?? []).join(' ')

/** The table of names, with the names Slack's clients use. */
export function table(): [string, string, number][] {
  return rows().map((row) => [row.emoji, names(row), row.group])
}

/** Which rows of it take skin tones. */
export const tones = (): number[] => rows().flatMap((row, index) => (row.skins ? [index] : []))

/** The same as the server has it: the names of each, and a mark where it takes skin tones. */
export const serverTable = (): string => rows().map((row) => `${names(row)}${row.skins ? ' ::' : ''}\n`).join('')

/** Words to find each row of the table by, in one language. */
export function words(language: string): string[] {
  const found = new Map(
    read(`${language}/cldr`).map((row) => [bare(row.emoji), `${row.annotation}|${(row.tags ?? []).join(' ')}`]),
  )
  return table().map(([emoji]) => found.get(bare(emoji)) ?? '')
}

export function emojiData(): Plugin {
  const prefix = 'virtual:emoji'
  return {
    name: 'comity-emoji',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const language = id.split('/')[1]
      const data = JSON.stringify(language ? words(language) : id.endsWith('-tones') ? tones() : table())
      // A string handed to `JSON.parse` is read several times faster than an array literal of this size.
      return `export default JSON.parse(${JSON.stringify(data)})`
    },
  }
}
