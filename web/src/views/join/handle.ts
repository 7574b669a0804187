// A handle made of a name: "Jürgen Groß" is `juergen.gross`. Latin letters lose their marks; other scripts are kept as they are.

/** As many characters as the server takes. */
export const HANDLE_MAX = 40

const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', å: 'a', ł: 'l' }

export function handleOf(name: string): string {
  const plain = name
    .trim()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßæøœåł]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}_-]+/gu, '.')
    .replace(/^[.\p{M}]+|\.+$/gu, '')
  return [...plain].slice(0, HANDLE_MAX).join('').replace(/\.+$/, '')
}
