// Whom a message calls: the same words of it that are shown as a name, in the tree that is shown. What stands in code, in
// a button or an option calls nobody; the server decides alike (`src/domain/called.rs`).

import type { Message } from '../api/types.ts'
import { parse } from './mrkdwn.ts'
import { rich } from './rich.ts'
import type { Node } from './tree.ts'

type Loose = Record<string, unknown>

const list = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((item): item is Loose => typeof item === 'object' && item !== null && !Array.isArray(item)) : []

/** A text without an angle bracket names nobody, and is not read. */
const words = (value: unknown, marks = true): Node[] => (typeof value === 'string' && value.includes('<') ? parse(value, { marks }) : [])

/** A text object, when it is one of mrkdwn. */
const marked = (value: unknown): Node[] => {
  const [object] = list([value])
  return object?.['type'] === 'mrkdwn' ? words(object['text']) : []
}

function ofBlock(block: Loose): Node[] {
  switch (block['type']) {
    case 'section':
      return [block['text'], ...list(block['fields'])].flatMap(marked)
    case 'context':
      return list(block['elements']).flatMap(marked)
    case 'rich_text':
      return rich(block as never)
    case 'table':
      return (Array.isArray(block['rows']) ? block['rows'] : []).flatMap(list).flatMap((cell) => (cell['type'] === 'rich_text' ? rich(cell as never) : marked(cell)))
    default:
      return []
  }
}

function ofAttachment(attachment: Loose): Node[] {
  const named = Array.isArray(attachment['mrkdwn_in']) ? attachment['mrkdwn_in'] : []
  const marks = (name: string): boolean => !named.length || named.includes(name)
  return [
    ...words(attachment['pretext'], marks('pretext')),
    ...words(attachment['text'], marks('text')),
    ...list(attachment['fields']).flatMap((field) => words(field['value'], marks('fields'))),
    ...list(attachment['blocks']).flatMap(ofBlock),
  ]
}

/** Whether one of these nodes, or one within them, is what is looked for. */
const some = (nodes: readonly Node[], is: (node: Node) => boolean): boolean =>
  nodes.some((node) => is(node) || ('c' in node && some(node.c, is)) || (node.t === 'list' && node.items.some((item) => some(item, is))))

const ofMessage = (message: Message): Node[] => [...words(message.text), ...list(message.blocks).flatMap(ofBlock), ...list(message.attachments).flatMap(ofAttachment)]

/** Whether a message has somebody's name where it is shown as one. */
export const names = (message: Message, id: string): boolean => some(ofMessage(message), (node) => node.t === 'user' && node.id === id)

/** Whether a message calls somebody by name, by one of their groups, or with everybody. */
export function calls(message: Message, self: string, groups: readonly string[]): boolean {
  return some(ofMessage(message), (node) => {
    if (node.t !== 'user' && node.t !== 'group' && node.t !== 'broadcast') return false
    return !node.code && (node.t === 'broadcast' || (node.t === 'user' ? node.id === self : groups.includes(node.id)))
  })
}
