// Whether a key belongs to a composition: to the choice of characters that an input method offers, which Enter and the arrows make.
//
// Chrome and Firefox say so in `isComposing` of the key that ends a composition, too. Safari ends the composition first and tells
// of the key right after it, in the same turn, with `isComposing` false and the code 229. So a key belongs to a composition when one
// is going on, or when one ended in this turn. The code alone says nothing: some keyboards give it to every key.

let ended = false
addEventListener(
  'compositionend',
  () => {
    ended = true
    setTimeout(() => (ended = false))
  },
  true,
)

export const composing = (event: KeyboardEvent): boolean => event.isComposing || ended
