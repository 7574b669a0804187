// Block Kit's `rich_text` to the same tree that mrkdwn becomes.

import type { Block } from '../api/types.ts'
import { split } from './emoji.svelte.ts'
import { safeHref, text, type Node } from './tree.ts'

interface Element {
  type?: string
  text?: string
  name?: string
  unicode?: string
  skin_tone?: number
  url?: string
  user_id?: string
  channel_id?: string
  usergroup_id?: string
  range?: string
  timestamp?: number
  format?: string
  fallback?: string
  value?: string
  team_id?: string
  language?: string
  style?: unknown
  indent?: number
  offset?: number
  elements?: Element[]
}

/** The tree of a `rich_text` block. Elements of a kind not known here show their text, if they carry one. */
export function rich(block: Block): Node[] {
  const sections = Array.isArray(block['elements']) ? (block['elements'] as Element[]) : []
  const nodes: Node[] = []
  for (const [index, section] of sections.entries()) {
    // Each section begins on a line of its own; a line end that the one before it closes with is that line's end.
    const follows = index > 0 && section.type === 'rich_text_section' && sections[index - 1]?.type === section.type
    if (follows && nodes.at(-1)?.t !== 'break') nodes.push({ t: 'break' })
    nodes.push(...part(section))
  }
  return nodes
}

function part(section: Element): Node[] {
  const elements = section.elements ?? []
  switch (section.type) {
    case 'rich_text_preformatted':
      return [{ t: 'pre', s: elements.map((element) => element.text ?? element.url ?? '').join(''), ...(section.language && { language: section.language }) }]
    case 'rich_text_quote':
      return [{ t: 'quote', c: elements.flatMap(leaf) }]
    case 'rich_text_list':
      return [
        {
          t: 'list',
          ordered: section.style === 'ordered',
          indent: Math.min(Math.max(section.indent ?? 0, 0), 8),
          start: (section.offset ?? 0) + 1,
          items: elements.map(part),
        },
      ]
    default:
      return elements.flatMap(leaf)
  }
}

function leaf(element: Element): Node[] {
  const node = bare(element)
  if (!node) return []
  const style = (typeof element.style === 'object' && element.style ? element.style : {}) as Record<string, boolean>
  let nodes: Node[] = style['code'] ? coded(node) : node
  for (const [name, mark] of [['strike', 'strike'], ['underline', 'underline'], ['italic', 'italic'], ['bold', 'bold']] as const) {
    if (style[name]) nodes = [{ t: mark, c: nodes }]
  }
  return nodes
}

/** Text in code stays as it is; a link around it stays a link. */
const coded = (nodes: Node[]): Node[] =>
  nodes.map((node) => (node.t === 'text' ? { t: 'code', s: node.s } : node.t === 'link' ? { ...node, c: coded(node.c) } : node))

/** Text keeps its line ends. */
const rows = (s: string): Node[] =>
  s.split('\n').flatMap((row, index): Node[] => [...(index ? [{ t: 'break' } as Node] : []), ...(row ? [text(row)] : [])])

function bare(element: Element): Node[] | undefined {
  switch (element.type) {
    case 'text':
      return rows(element.text ?? '')
    case 'link': {
      const href = safeHref(element.url ?? '')
      const label = element.text || element.url || ''
      return href ? [{ t: 'link', href, c: [text(label)] }] : [text(label)]
    }
    case 'emoji':
      return [{ t: 'emoji', ...split(element.name ?? ''), ...(element.skin_tone && { tone: element.skin_tone }) }]
    case 'user':
      return [{ t: 'user', id: element.user_id ?? '' }]
    case 'channel':
      return [{ t: 'channel', id: element.channel_id ?? '' }]
    case 'usergroup':
      return [{ t: 'group', id: element.usergroup_id ?? '' }]
    case 'broadcast':
      return [{ t: 'broadcast', range: element.range ?? 'channel' }]
    case 'date':
      return [{ t: 'date', at_s: element.timestamp ?? 0, format: element.format ?? '', fallback: element.fallback ?? '', ...dated(element.url) }]
    case 'color':
      return [{ t: 'color', value: element.value ?? '' }]
    case 'team':
      return [text(element.team_id ?? '')]
    default:
      return element.text ? rows(element.text) : undefined
  }
}

function dated(url: string | undefined): { href?: string } {
  const href = safeHref(url ?? '')
  return href ? { href } : {}
}
