// Putting marks around words.

/** Puts a mark around the words, and leaves the blanks outside of it. Over several lines no mark holds. */
export function marked(inner: string, mark: string): string {
  const words = inner.trim()
  if (!words || words.includes('\n')) return inner
  const at = inner.indexOf(words)
  return inner.slice(0, at) + mark + words + mark + inner.slice(at + words.length)
}
