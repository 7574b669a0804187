// Block Kit's `rich_text` to the same tree that mrkdwn becomes.

import type { Block } from '../api/types.ts'
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
  style?: unknown
  indent?: number
  offset?: number
  elements?: Element[]
}

/** The tree of a `rich_text` block. Elements of a kind not known here show their text, if they carry one. */
export function rich(block: Block): Node[] {
  const sections = Array.isArray(block['elements']) ? (block['elements'] as Element[]) : []
  return sections.flatMap((section, index) => {
    const nodes = part(section)
    const follows = index > 0 && section.type === 'rich_text_section' && sections[index - 1]?.type === section.type
    return follows ? [{ t: 'break' } as Node, ...nodes] : nodes
  })
}

function part(section: Element): Node[] {
  const elements = section.elements ?? []
  switch (section.type) {
    case 'rich_text_preformatted':
      return [{ t: 'pre', s: elements.map((element) => element.text ?? element.url ?? '').join('') }]
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
  if (style['code'] && element.type === 'text') return [{ t: 'code', s: element.text ?? '' }]
  let nodes = node
  for (const [name, mark] of [['strike', 'strike'], ['underline', 'underline'], ['italic', 'italic'], ['bold', 'bold']] as const) {
    if (style[name]) nodes = [{ t: mark, c: nodes }]
  }
  return nodes
}

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
      return [{ t: 'emoji', name: element.name ?? '', ...tone(element) }]
    case 'user':
      return [{ t: 'user', id: element.user_id ?? '' }]
    case 'channel':
      return [{ t: 'channel', id: element.channel_id ?? '' }]
    case 'usergroup':
      return [{ t: 'group', id: element.usergroup_id ?? '' }]
    case 'broadcast':
      return [{ t: 'broadcast', range: element.range ?? 'channel' }]
    case 'date':
      return [{ t: 'date', at_s: element.timestamp ?? 0, format: element.format ?? '', fallback: element.fallback ?? '' }]
    case 'color':
      return [{ t: 'code', s: element.value ?? '' }]
    default:
      return element.text ? rows(element.text) : undefined
  }
}

const tone = (element: Element): { tone?: number } => (element.skin_tone ? { tone: element.skin_tone } : {})
