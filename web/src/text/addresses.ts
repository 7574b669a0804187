// Where a bare address ends. The sentence around it keeps its own signs: what closes a bracket that the address did not
// open, the full stop behind it, and the mark that was opened before it.

/** What no address holds: blanks, brackets of tags, quotes, and the stops and brackets of scripts that write without blanks. */
const STOP = '\\s<>"|“”„«»、。，．！？；：（）「」『』【】《》〈〉…'

/** What a bare address looks like: of the web, or of a mailbox. */
export const ADDRESS = new RegExp(`(?<![\\p{L}\\p{N}])https?://[^${STOP}]+|(?<![\\w.+/-])[\\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}`, 'giu')

/** What stands behind an address and is not of it: stops of any script, and what is not seen. */
const BEHIND = /[\p{Terminal_Punctuation}\p{Cf}'`]/u

const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** The part of a match that is the address. `opened` are the marks that stand open before it. */
export function addressOf(match: string, opened = ''): string {
  const counts = new Map<string, number>()
  for (const char of match) if (/[()[\]{}]/.test(char)) counts.set(char, (counts.get(char) ?? 0) + 1)
  let end = match.length
  for (; end > 0; end -= 1) {
    const last = match[end - 1] as string
    const bracket = PAIRS[last]
    if (bracket) {
      const closed = counts.get(last) ?? 0
      if (closed <= (counts.get(bracket) ?? 0)) break
      counts.set(last, closed - 1)
    } else if (!BEHIND.test(last) && !opened.includes(last)) break
  }
  return match.slice(0, end)
}
