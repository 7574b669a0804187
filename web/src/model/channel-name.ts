// What a channel may be called, told while it is typed. The server has the last word.

export const NAME_MAX = 80

/** What people type becomes what the server takes: small letters, and a line for a blank. */
export const asName = (typed: string): string => typed.normalize().toLowerCase().normalize().replace(/\s+/g, '-')

/** Letters, digits and the marks on them, as the server counts them: nothing that is not seen, no mark on its own. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u
const JOINED = /(?<=\p{M})[\u200c\u200d]|(?<=[\u0600-\u08ff])\u200c(?=[\u0600-\u08ff])/gu
const ALONE = /(?:^|[^\p{L}\p{N}\p{M}])\p{M}/u

export type Fault = 'name_taken' | 'invalid_name_specials' | 'invalid_name_punctuation' | 'invalid_name_maxlength'

/** What is wrong with a name, under the server's code for it. Nothing is wrong with a name that is not there yet. */
export function fault(name: string, taken: (name: string) => boolean): Fault | undefined {
  if (!name) return undefined
  const letters = name.replace(JOINED, '')
  if (/[^\p{L}\p{N}\p{M}_-]|\p{Lu}/u.test(letters) || UNSEEN.test(letters) || ALONE.test(letters)) return 'invalid_name_specials'
  if (!/[\p{L}\p{N}]/u.test(name)) return 'invalid_name_punctuation'
  if ([...name].length > NAME_MAX) return 'invalid_name_maxlength'
  return taken(name) ? 'name_taken' : undefined
}
