// A timeline's messages as the rows that are shown: day separators, the unread line, and authors grouped.

import type { Message, Ts } from '../api/types.ts'
import { dayKey, moment } from '../i18n/dates.ts'
import { authorKey, isComing, isNotice } from './message.ts'
import { compareTs, type Drawn } from './window.ts'

/** Messages of one author this close together stand under one name. */
const GROUP_S = 5 * 60

export type Row =
  | { kind: 'day'; key: string; date: Date }
  | { kind: 'unread'; key: string }
  | { kind: 'replies'; key: string; count: number }
  | { kind: 'message'; key: string; message: Message; grouped: boolean; /** The quiet lines right after, which are folded into this one. */ also?: readonly Message[] }

/** Rows are kept per message, so that a row that did not change is the same object and is not drawn again. */
const made = new WeakMap<Message, { alone?: Row; grouped?: Row }>()

function messageRow(message: Message, grouped: boolean): Row {
  let pair = made.get(message)
  if (!pair) made.set(message, (pair = {}))
  const side = grouped ? 'grouped' : 'alone'
  return (pair[side] ??= { kind: 'message', key: message.ts, message, grouped })
}

/** Comings, goings and settings that come one after another are one line. */
const folds = (before: Message, message: Message): boolean => isNotice(before) && isNotice(message) && !before.body_state && !message.body_state

/** Whether a message is a line of its own, where comings are shown or left out. */
export const drawn =
  (comings: boolean): Drawn =>
  (message, before) =>
    comings ? !(before && folds(before, message) && dayKey(moment(before.ts)) === dayKey(moment(message.ts))) : !isComing(message)

/** The lines folded into the last row, which becomes a row of its own for them. */
function folded(list: Row[], last: Row & { kind: 'message' }): Message[] {
  if (last.also) return last.also as Message[]
  const also: Message[] = []
  list[list.length - 1] = { ...last, also }
  return also
}

/** The rows, with the unread line before the first message after `unreadAfter` that another person wrote. */
export function rows(messages: readonly Message[], unreadAfter: Ts | undefined, self: string): Row[] {
  const list: Row[] = []
  let before: Message | undefined
  let lined = unreadAfter === undefined || unreadAfter === ''
  for (const message of messages) {
    const date = moment(message.ts)
    const newDay = !before || dayKey(moment(before.ts)) !== dayKey(date)
    if (newDay) list.push({ kind: 'day', key: `day ${dayKey(date)}`, date })
    let broken = newDay
    if (!lined && message.user !== self && compareTs(message.ts, unreadAfter as Ts) > 0) {
      list.push({ kind: 'unread', key: 'unread' })
      lined = broken = true
    }
    const last = list.at(-1)
    // In place: the list grows with each of them, and so would a copy made for each.
    if (last?.kind === 'message' && before && folds(before, message)) folded(list, last).push(message)
    else list.push(messageRow(message, !broken && before !== undefined && together(before, message)))
    before = message
  }
  return list
}

/** The rows of a thread: its root, how many replies there are, and the replies. */
export function threadRows(messages: readonly Message[], root: Ts, self: string): Row[] {
  const first = messages[0]
  if (first?.ts !== root) return rows(messages, undefined, self)
  const replies = rows(messages.slice(1), undefined, self)
  const count = Math.max(messages.length - 1, first.reply_count ?? 0)
  // The root's day is said once; replies of the same day need no line of their own.
  const sameDay = messages[1] && dayKey(moment(messages[1].ts)) === dayKey(moment(root))
  const line: Row[] = count ? [{ kind: 'replies', key: 'replies', count }] : []
  return [...rows([first], undefined, self), ...line, ...replies.slice(sameDay ? 1 : 0)]
}

function together(before: Message, message: Message): boolean {
  // What is pinned or saved says so beside the name.
  const marked = message.is_starred || message.pinned_to?.length
  return (
    !marked &&
    authorKey(before) === authorKey(message) &&
    Number(message.ts) - Number(before.ts) < GROUP_S &&
    !isNotice(before) &&
    !isNotice(message) &&
    message.subtype !== 'thread_broadcast' &&
    before.body_state === message.body_state
  )
}
