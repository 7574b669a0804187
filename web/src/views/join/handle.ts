// A handle made of a name: "Jürgen Groß" is `juergen.gross`.

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
    .replace(/\p{M}/gu, '')
  return plain.replace(/[^a-z0-9_-]+/g, '.').replace(/^\.+|\.+$/g, '').slice(0, HANDLE_MAX).replace(/\.+$/, '')
}
