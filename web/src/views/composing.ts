// Whether a key belongs to a composition: to the choice of characters that an input method offers, which Enter and the arrows make.
//
// Chrome and Firefox say so in `isComposing` of the key that ends a composition, too. Safari ends the composition first and tells
// of the key after it, with `isComposing` false and the code 229, which UI Events gives to a key that an input method took
// (appendix A, "keyCode"). Enter of a keyboard without one is 13 everywhere.

const TAKEN = 229

export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === TAKEN
