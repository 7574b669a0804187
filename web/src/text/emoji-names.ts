// What names of emoji are made of: letters and digits of any script, the marks on them, and four signs. They are compared
// composed and in small letters, as the server keeps them (`src/base/text.rs`).

/** A name without its colons, as part of a regular expression with `u` and `i`. */
export const EMOJI_NAME = "[\\p{L}\\p{N}\\p{M}\\u200c\\u200d_+'-]{1,100}"

/** A typed name as it is kept. */
export const emojiName = (typed: string): string => typed.normalize('NFC').toLowerCase().normalize('NFC')
