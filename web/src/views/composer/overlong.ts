// How far a text is beyond what the server takes. It would cut the rest off, so what is too long is not sent.

import { outgoing } from '../../text/outgoing.ts'
import { namesOf } from './names.ts'

const TEXT_MAX = 40_000
/** A name of two signs becomes an id of about fifteen, so a text below this part of the bound is never too long. */
const GROWTH = 8

/** Counted as it will be sent: names are longer there, and `&` is five signs. Nothing or less is fine. */
export const overlong = (typed: string): number => (typed.length < TEXT_MAX / GROWTH ? 0 : outgoing(typed.trim(), namesOf()).length - TEXT_MAX)
