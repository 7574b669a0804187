// How well typed letters fit a name: the one way names of people, channels, groups and emoji are found.

/** Letters that a mark, a stroke or a ligature sets apart, as a keyboard without them spells them. */
const SPELLED: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ŋ: 'n', ŧ: 't', ı: 'i', ĸ: 'k', ə: 'e', ς: 'σ', '’': "'", ʼ: "'", '‘': "'" }
/** German and the languages of the north also write these out. */
const WRITTEN_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }
/**
 * The marks of letters that are read without them too: Latin, Greek, Cyrillic, Hebrew and Arabic. In scripts of India a mark is
 * a vowel and in kana another sound, so those stay.
 */
const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]/g
const SET_APART = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g')
const BASIC = /^[\0-\x7f]*$/

/** Small letters without their marks: `Ångström` is `angstrom`, `STRASSE` and `Straße` are the same. */
export function fold(text: string): string {
  if (BASIC.test(text)) return text.toLowerCase()
  // Twice, since a sign of compatibility may hold a capital, and a capital may become a letter with a mark.
  const small = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(MARKS, '')
  return small.replace(SET_APART, (letter) => SPELLED[letter] ?? letter)
}

/** What a text may be written as: without marks, and, where that is something else, with them written out. */
export function spellings(text: string): string[] {
  const plain = fold(text)
  if (BASIC.test(text)) return [plain]
  const out = fold(text.normalize('NFC').toLowerCase().replace(/[äöüåø]/g, (letter) => WRITTEN_OUT[letter] ?? letter))
  return out === plain ? [plain] : [plain, out]
}

export const EXACT = 5
const AT_START = 4
export const AT_WORD = 3
export const WITHIN = 2
const WITH_GAPS = 1

const APART = /[^\p{L}\p{M}\p{N}+]+/u

function one(wanted: string, found: string): number {
  if (found === wanted) return EXACT
  if (found.startsWith(wanted)) return AT_START
  const words = found.split(APART)
  if (words.some((word) => word.startsWith(wanted))) return AT_WORD
  // Several words: each begins one of the name's, in any order.
  const parts = wanted.split(APART).filter(Boolean)
  if (parts.length > 1 && parts.every((part) => words.some((word) => word.startsWith(part)))) return AT_WORD
  if (found.includes(wanted)) return WITHIN
  let at = 0
  for (const char of found) if (char === wanted[at]) at += 1
  return at === wanted.length ? WITH_GAPS : 0
}

/** How well what is typed fits the best of these names; nothing typed fits all of them. 0 means not at all. */
export function fit(typed: string, ...names: (string | null | undefined)[]): number {
  const wanted = spellings(typed.trim().replace(/^[#@]/, ''))
  let best = 0
  for (const name of names) {
    if (!name) continue
    for (const found of spellings(name)) for (const each of wanted) best = Math.max(best, one(each, found))
  }
  return best
}

/** Whether the typed letters stand in one of the names as they are, without gaps. */
export const fits = (typed: string, ...names: (string | null | undefined)[]): boolean => fit(typed, ...names) >= WITHIN
/** Whether the typed letters begin one of the words of the names. */
export const begins = (typed: string, ...names: (string | null | undefined)[]): boolean => fit(typed, ...names) >= AT_WORD
