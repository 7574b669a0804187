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

/** What is sent most everywhere, the most first (Unicode's list of how often each is used): what somebody who types "heart" in their
 * language means, when a word fits many. */
export const OFTEN = (
  'joy heart rolling_on_the_floor_laughing +1 sob pray kissing_heart smiling_face_with_3_hearts heart_eyes blush tada grin two_hearts pleading_face sweat_smile fire ' +
  'slightly_smiling_face face_palm shrug face_with_rolling_eyes laughing hugging_face wink birthday thinking_face clap partying_face ' +
  'sunglasses ok_hand pensive muscle sparkles eyes sunny coffee rocket beer pizza dog cat'
).split(' ')

const often = new Map(OFTEN.map((name, place) => [name, place]))

const BY_WORD = 2
const UNFIT = 5

/** How well a row fits, less being better: by its names, then by the words of a language. */
function rank({ names }: Emoji, words: string, wanted: string): number {
  const named = ` ${names} `
  if (named.includes(` ${wanted} `)) return 0
  if (named.includes(` ${wanted}`)) return 1
  if (words.includes(` ${wanted} `)) return BY_WORD
  if (words.includes(` ${wanted}`)) return 3
  return named.includes(wanted) ? 4 : UNFIT
}

const place = ({ names }: Emoji): number => Math.min(...names.split(' ').map((name) => often.get(name) ?? OFTEN.length))

/**
 * Rows that match what was typed, best first. Where a word fits several, what is sent most comes first; then what a language calls
 * so, and the fewer other words a row has, the more this one says of it; else the order is the table's.
 */
export function find(rows: Emoji[], typed: string, words: readonly string[] = [], limit = 60): Emoji[] {
  if (!typed.trim()) return rows.slice(0, limit)
  const wanted = spellings(typed.trim())
  return rows
    .map((emoji) => {
      const said = words[emoji.row] ?? ''
      const fits = Math.min(...wanted.map((each) => rank(emoji, said, each)))
      const called = wanted.some((each) => said.includes(`\n ${each}`))
      return { fits, often: fits < BY_WORD ? 0 : place(emoji), called: Number(!called), others: fits === BY_WORD ? said.length : 0, emoji }
    })
    .filter(({ fits }) => fits < UNFIT)
    .sort((a, b) => a.fits - b.fits || a.often - b.often || a.called - b.called || a.others - b.others || a.emoji.row - b.emoji.row)
    .slice(0, limit)
    .map(({ emoji }) => emoji)
}
