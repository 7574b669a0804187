// Finding emoji by their names and by the words of a language, which are fetched when somebody looks for one.

import type { Emoji } from './emoji.svelte.ts'
import { spellings } from './fit.ts'

const VOCABULARIES: Record<string, () => Promise<{ default: string[] }>> = {
  en: () => import('virtual:emoji-words/en'),
  fr: () => import('virtual:emoji-words/fr'),
  de: () => import('virtual:emoji-words/de'),
}

class Vocabulary {
  /** Which rows take skin tones. */
  tones = $state.raw<ReadonlySet<number>>(new Set())
  /** Words to find each row of the table by, in all languages that were asked for: folded, a line each, with a blank around them. */
  words = $state.raw<string[]>([])
  /** What each row is called, in the language that was asked for first. */
  names = $state.raw<string[]>([])
  private readonly spoken = new Set<string>()

  /** Fetches which emoji take skin tones. */
  async learnTones(): Promise<void> {
    const found = await import('virtual:emoji-tones').catch(() => undefined)
    if (found) this.tones = new Set(found.default)
  }

  /** Fetches the words of these languages (`de-AT` as well as `de`), as far as they are known here. */
  async learn(languages: readonly string[]): Promise<void> {
    const wanted = new Set(languages.map((tag) => tag.slice(0, 2).toLowerCase()).filter((language) => language in VOCABULARIES && !this.spoken.has(language)))
    for (const language of wanted) {
      this.spoken.add(language)
      try {
        const { default: found } = await (VOCABULARIES[language] as (typeof VOCABULARIES)[string])()
        if (language === languages[0]?.slice(0, 2).toLowerCase()) this.names = found.map((line) => line.split('|')[0] ?? '')
        this.words = found.map((line, row) => `${this.words[row] ?? ''}${spellings(line.replace('|', ' ')).map((each) => `\n ${each} `).join('')}`)
      } catch {
        // Without a line to the server they are asked for again the next time.
        this.spoken.delete(language)
      }
    }
  }
}

export const vocabulary = new Vocabulary()

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
