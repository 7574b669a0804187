// Emoji names to characters. The table is fetched after the first screen stands; until then names are shown as written. The words
// to find them by, in a language, are fetched when somebody looks for one.

import { spellings } from './fit.ts'

/** One emoji as a picker or a completion lists it. */
export interface Emoji {
  name: string
  characters: string
  names: string
  group: number
  row: number
}

const VOCABULARIES: Record<string, () => Promise<{ default: string[] }>> = {
  en: () => import('virtual:emoji-words/en'),
  fr: () => import('virtual:emoji-words/fr'),
  de: () => import('virtual:emoji-words/de'),
}

class Table {
  /** Words to find each row by, in all languages that were asked for: folded, a line each, with a blank around them. */
  words = $state.raw<string[]>([])
  private readonly spoken = new Set<string>()
  rows = $state.raw<Emoji[]>([])
  private byName = $state.raw(new Map<string, Emoji>())
  private loading: Promise<void> | undefined

  load(): Promise<void> {
    return (this.loading ??= import('virtual:emoji').then(({ default: data }) => {
      const rows = data.map(([characters, names, group], row) => ({ characters, names, group, row, name: names.split(' ')[0] ?? '' }))
      const byName = new Map<string, Emoji>()
      for (const emoji of rows) for (const name of emoji.names.split(' ')) byName.set(name, emoji)
      this.rows = rows
      this.byName = byName
    }))
  }

  /** Fetches the words of these languages (`de-AT` as well as `de`), as far as they are known here. */
  async learn(languages: readonly string[]): Promise<void> {
    const wanted = new Set(languages.map((tag) => tag.slice(0, 2).toLowerCase()).filter((language) => language in VOCABULARIES && !this.spoken.has(language)))
    for (const language of wanted) {
      this.spoken.add(language)
      try {
        const { default: found } = await (VOCABULARIES[language] as (typeof VOCABULARIES)[string])()
        this.words = found.map((line, row) => `${this.words[row] ?? ''}${spellings(line).map((each) => `\n ${each} `).join('')}`)
      } catch {
        // Without a line to the server they are asked for again the next time.
        this.spoken.delete(language)
      }
    }
  }

  /** The one name of an emoji, as the server has it: `thumbsup::skin-tone-3` is `+1::skin-tone-3`. */
  canonical(name: string): string {
    const [bare = '', ...tone] = name.split('::')
    return [this.byName.get(bare)?.name ?? bare, ...tone].join('::')
  }

  /** The characters of a name, with a skin tone of 2 to 6 as Slack counts them. */
  characters(name: string, tone?: number): string | undefined {
    const found = this.byName.get(name)?.characters
    return found && tone ? toned(found, tone) : found
  }
}

export const emojiTable = new Table()

/** Where a picture that this server keeps is found. One from elsewhere is never fetched: its server would know who reads. */
export const ownPicture = (address: string): string | undefined => /\/emoji\/[0-9a-f]{32}$/.exec(address)?.[0]

/** Puts a skin tone after the first person of an emoji. */
export function toned(characters: string, tone: number): string {
  const [first, ...rest] = [...characters.replaceAll('\ufe0f', '')]
  return [first, String.fromCodePoint(0x1f3fb + tone - 2), ...rest].join('')
}

/** A reaction's name may carry its tone: `wave::skin-tone-2`. */
export function split(name: string): { name: string; tone?: number } {
  const match = /^(.+)::skin-tone-([2-6])$/.exec(name)
  return match?.[1] ? { name: match[1], tone: Number(match[2]) } : { name }
}

const BY_WORD = 3
const UNFIT = 6

/** How well a row fits, less being better: by its names, then by what a language calls it, then by that language's other words. */
function rank({ names }: Emoji, words: string, wanted: string): number {
  const named = ` ${names} `
  if (named.includes(` ${wanted} `)) return 0
  if (named.includes(` ${wanted}`)) return 1
  if (words.includes(`\n ${wanted}`)) return 2
  if (words.includes(` ${wanted} `)) return BY_WORD
  if (words.includes(` ${wanted}`)) return 4
  return named.includes(wanted) ? 5 : UNFIT
}

/**
 * Rows that match what was typed, best first. Where a word fits several, the fewer other words a row has, the more this one says
 * of it; else the order is the table's.
 */
export function find(rows: Emoji[], typed: string, words: readonly string[] = [], limit = 60): Emoji[] {
  if (!typed.trim()) return rows.slice(0, limit)
  const wanted = spellings(typed.trim())
  return rows
    .map((emoji) => {
      const said = words[emoji.row] ?? ''
      const fits = Math.min(...wanted.map((each) => rank(emoji, said, each)))
      return { fits, others: fits === BY_WORD ? said.length : 0, emoji }
    })
    .filter(({ fits }) => fits < UNFIT)
    .sort((a, b) => a.fits - b.fits || a.others - b.others || a.emoji.row - b.emoji.row)
    .slice(0, limit)
    .map(({ emoji }) => emoji)
}
