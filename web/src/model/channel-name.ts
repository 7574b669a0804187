// What a channel may be called, told while it is typed. The server has the last word.

export const NAME_MAX = 80

/** What people type becomes what the server takes: small letters, and a line for a blank. */
export const asName = (typed: string): string => typed.toLocaleLowerCase().replace(/\s+/g, '-')

export type Fault = 'name_taken' | 'invalid_name_specials' | 'invalid_name_punctuation' | 'invalid_name_maxlength'

/** What is wrong with a name, under the server's code for it. Nothing is wrong with a name that is not there yet. */
export function fault(name: string, taken: (name: string) => boolean): Fault | undefined {
  if (!name) return undefined
  if (/[^\p{L}\p{N}_-]|\p{Lu}/u.test(name)) return 'invalid_name_specials'
  if (!/[\p{L}\p{N}]/u.test(name)) return 'invalid_name_punctuation'
  if ([...name].length > NAME_MAX) return 'invalid_name_maxlength'
  return taken(name) ? 'name_taken' : undefined
}
