// The document of the rich field to typed text and back: what is sent, kept as a draft and shown in the plain field.

import { Fragment, Slice, type Mark, type Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'

import { marked } from '../../../text/marks.ts'
import { closes, isMark, opensBehind, parse } from '../../../text/mrkdwn.ts'
import { outgoing } from '../../../text/outgoing.ts'
import { plain, type Node as Tree } from '../../../text/tree.ts'
import { schema } from './schema.ts'

const { nodes, marks } = schema

/** Between a word and a mark, which would not be read as one there. */
const APART = '\u200b'
const WORD = /[\p{L}\p{N}]/u

const kids = (content: Node | Fragment): Node[] => Array.from({ length: content.childCount }, (_, index) => content.child(index))

export const toTyped = (content: Node | Fragment): string => kids(content).map(block).join('\n')

function block(node: Node): string {
  switch (node.type) {
    case nodes.blockquote:
      return toTyped(node).split('\n').map((row) => `> ${row}`).join('\n')
    case nodes.code_block:
      return `\`\`\`\n${node.textContent}\n\`\`\``
    case nodes.bullet_list:
      return kids(node).map((item) => listItem(item, '-')).join('\n')
    case nodes.ordered_list:
      return kids(node).map((item, index) => listItem(item, `${Number(node.attrs['order']) + index}.`)).join('\n')
    case nodes.list_item:
      return listItem(node, '-')
    case nodes.text:
      return inline([node], 0)
    default:
      return inline(kids(node), 0)
  }
}

function listItem(item: Node, marker: string): string {
  const [first, ...rest] = kids(item).map(block)
  return [`${marker} ${first ?? ''}`, ...rest.flatMap((part) => part.split('\n').map((row) => `    ${row}`))].join('\n')
}

/** From the outside in: neighbours that share a mark share one pair of signs. */
const ORDER = [marks.link, marks.bold, marks.italic, marks.strike, marks.code]
const SIGNS = new Map([[marks.bold, '*'], [marks.italic, '_'], [marks.strike, '~'], [marks.code, '`']])

function inline(parts: Node[], depth: number): string {
  const type = ORDER[depth]
  if (!type) return parts.map((part) => part.text ?? '').join('')
  const groups: { mark: Mark | undefined; parts: Node[] }[] = []
  for (const part of parts) {
    const mark = type.isInSet(part.marks)
    const last = groups.at(-1)
    if (last && (mark ? last.mark?.eq(mark) : !last.mark)) last.parts.push(part)
    else groups.push({ mark, parts: [part] })
  }
  return groups.reduce((out, { mark, parts }) => {
    const inner = inline(parts, depth + 1)
    if (!mark) return joined(out, inner)
    const href = String(mark.attrs['href'] ?? '')
    return joined(out, type === marks.link ? (inner === href ? href : `[${inner}](${href})`) : marked(inner, SIGNS.get(type) ?? ''))
  }, '')
}

/** A mark holds only where it may open and close; a link will begin with a sign that no mark closes before. */
function joined(before: string, after: string): string {
  const [last = '', first = ''] = [before.at(-1), after[0]]
  const seam = before.slice(-2) + after.slice(0, 2)
  const code = (last === '`' && WORD.test(first)) || (first === '`' && WORD.test(last))
  const touch = last && first && ((isMark(first) && !opensBehind(last)) || (isMark(last) && (first === '[' || !closes(seam, Math.min(before.length, 2) - 1))))
  return touch || code ? before + APART + after : before + after
}

/** A sign that nobody types, to find a place by. */
const HERE = '\ue000'

/** How many signs of the typed text stand before a place in the document. */
export function offsetAt(doc: Node, place: number): number {
  const { $from } = TextSelection.near(doc.resolve(place))
  const at = toTyped(doc.replace($from.pos, $from.pos, new Slice(Fragment.from(schema.text(HERE, $from.marks())), 0, 0)).content).indexOf(HERE)
  return at < 0 ? 0 : at
}

/** The place in the document behind so many signs of the typed text: the first one that is not before them. */
export function placeOf(doc: Node, offset: number): number {
  let low = 0
  let high = doc.content.size
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsetAt(doc, middle) < offset) low = middle + 1
    else high = middle
  }
  return TextSelection.near(doc.resolve(low), -1).from
}

const NOBODY = { user: () => undefined, channel: () => undefined, group: () => undefined }

export function fromTyped(typed: string): Node {
  // Typed names stay as they are typed; the rest is read as the server and every reader will read it.
  const content = blocks(parse(outgoing(typed, NOBODY)))
  // The line that was begun behind a list, a quote or code is there, though it is empty.
  const begun = typed.endsWith('\n') && content.at(-1)?.type !== nodes.paragraph
  return schema.node('doc', null, content.length && !begun ? content : [...content, line([])])
}

const line = (content: Node[]): Node => schema.node('paragraph', null, content)

function blocks(tree: Tree[]): Node[] {
  const out: Node[] = []
  let current: Node[] = []
  let open = false
  const close = (): void => {
    if (open) out.push(line(current))
    current = []
    open = false
  }
  for (let at = 0; at < tree.length; at += 1) {
    const node = tree[at] as Tree
    if (node.t === 'break') {
      out.push(line(current))
      current = []
      open = true
    } else if (node.t === 'pre') {
      close()
      out.push(schema.node('code_block', null, node.s ? [schema.text(node.s)] : []))
    } else if (node.t === 'quote') {
      close()
      out.push(schema.node('blockquote', null, blocks(node.c).filter((child) => child.type !== nodes.code_block && child.type !== nodes.blockquote)))
    } else if (node.t === 'list') {
      close()
      const run = tree.slice(at).findIndex((other) => other.t !== 'list')
      const end = run < 0 ? tree.length : at + run
      out.push(...lists(tree.slice(at, end) as List[]))
      at = end - 1
    } else {
      current.push(...words(node, []))
      open = true
    }
  }
  close()
  return out
}

type List = Extract<Tree, { t: 'list' }>

/** Flat lists with an indent each to lists within lists. */
function lists(flat: List[]): Node[] {
  const out: Node[] = []
  for (let at = 0; at < flat.length; ) {
    const first = flat[at] as List
    const items: { content: Node[]; below: List[] }[] = first.items.map((item) => ({ content: item.flatMap((node) => words(node, [])), below: [] }))
    at += 1
    for (let next = flat[at]; next && (next.indent > first.indent || (next.indent === first.indent && next.ordered === first.ordered)); next = flat[(at += 1)]) {
      if (next.indent > first.indent) items.at(-1)?.below.push(next)
      else items.push(...next.items.map((item) => ({ content: item.flatMap((node) => words(node, [])), below: [] })))
    }
    const made = items.map(({ content, below }) => schema.node('list_item', null, [line(content), ...lists(below)]))
    out.push(first.ordered ? schema.node('ordered_list', { order: first.start }, made) : schema.node('bullet_list', null, made))
  }
  return out
}

/** Words with their marks. */
function words(node: Tree, around: readonly Mark[]): Node[] {
  const said = (text: string): Node[] => {
    const bare = text.replaceAll(APART, '')
    return bare ? [schema.text(bare, around)] : []
  }
  switch (node.t) {
    case 'text':
      return said(node.s)
    case 'bold':
    case 'italic':
    case 'strike':
      return node.c.flatMap((child) => words(child, marks[node.t].create().addToSet(around)))
    case 'code':
      return [schema.text(node.s, [marks.code.create()])]
    case 'link': {
      // An address that was typed is text: it becomes a link by itself.
      const label = plain(node.c, (_, id) => id)
      const typed = node.href === label || node.href === `${label}/` || node.href === `mailto:${label}`
      return typed ? said(label) : node.c.flatMap((child) => words(child, marks.link.create({ href: node.href }).addToSet(around)))
    }
    case 'emoji':
      return said(`:${node.name}:${node.tone ? `:skin-tone-${node.tone}:` : ''}`)
    default:
      return said(plain([node], (_, id) => id))
  }
}
