// Block Kit's `rich_text` to the same tree that mrkdwn becomes.

import type { Block } from '../api/types.ts'
import { split } from './emoji.svelte.ts'
import { safeHref, text, type Node } from './tree.ts'

/** A part of a block: what is in it was judged when it was sent, but older servers took any shape. */
type Element = Record<string, unknown>

const elementsOf = (value: unknown): Element[] =>
  Array.isArray(value) ? value.filter((one): one is Element => typeof one === 'object' && one !== null && !Array.isArray(one)) : []
const str = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
const num = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

/** The tree of a `rich_text` block. Elements of a kind not known here show their text, if they carry one. */
export function rich(block: Block): Node[] {
  const sections = elementsOf(block['elements'])
  const nodes: Node[] = []
  for (const [index, section] of sections.entries()) {
    // Each section begins on a line of its own; a line end that the one before it closes with is that line's end.
    const follows = index > 0 && section['type'] === 'rich_text_section' && sections[index - 1]?.['type'] === section['type']
    if (follows && nodes.at(-1)?.t !== 'break') nodes.push({ t: 'break' })
    nodes.push(...part(section))
  }
  return nodes
}

function part(section: Element): Node[] {
  const elements = elementsOf(section['elements'])
  const language = str(section['language'])
  switch (section['type']) {
    case 'rich_text_preformatted':
      return [{ t: 'pre', s: elements.map((element) => str(element['text']) || str(element['url'])).join(''), ...(language && { language }) }]
    case 'rich_text_quote':
      return [{ t: 'quote', c: elements.flatMap(leaf) }]
    case 'rich_text_list':
      return [
        {
          t: 'list',
          ordered: section['style'] === 'ordered',
          indent: Math.min(Math.max(num(section['indent']), 0), 8),
          start: num(section['offset']) + 1,
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
  const style = elementsOf([element['style']])[0] ?? {}
  let nodes: Node[] = style['code'] === true ? coded(node) : node
  for (const [name, mark] of [['strike', 'strike'], ['underline', 'underline'], ['italic', 'italic'], ['bold', 'bold']] as const) {
    if (style[name]) nodes = [{ t: mark, c: nodes }]
  }
  return nodes
}

/** Text in code stays as it is; a link around it stays a link, and a name stays a name that calls nobody. */
const coded = (nodes: Node[]): Node[] =>
  nodes.map((node) => {
    if (node.t === 'text') return { t: 'code', s: node.s }
    if (node.t === 'link') return { ...node, c: coded(node.c) }
    return node.t === 'user' || node.t === 'group' || node.t === 'broadcast' ? { ...node, code: true } : node
  })

/** Text keeps its line ends. */
const rows = (s: string): Node[] =>
  s.split('\n').flatMap((row, index): Node[] => [...(index ? [{ t: 'break' } as Node] : []), ...(row ? [text(row)] : [])])

function bare(element: Element): Node[] | undefined {
  const said = str(element['text'])
  switch (element['type']) {
    case 'text':
      return rows(said)
    case 'link': {
      const url = str(element['url'])
      const href = safeHref(url)
      const label = said || url
      return href ? [{ t: 'link', href, c: [text(label)] }] : [text(label)]
    }
    case 'emoji': {
      const tone = num(element['skin_tone'])
      return [{ t: 'emoji', ...split(str(element['name'])), ...(tone >= 2 && tone <= 6 && { tone: Math.floor(tone) }) }]
    }
    case 'user':
      return [{ t: 'user', id: str(element['user_id']) }]
    case 'channel':
      return [{ t: 'channel', id: str(element['channel_id']) }]
    case 'usergroup':
      return [{ t: 'group', id: str(element['usergroup_id']) }]
    case 'broadcast':
      return [{ t: 'broadcast', range: str(element['range']) || 'channel' }]
    case 'date': {
      const href = safeHref(str(element['url']))
      return [{ t: 'date', at_s: num(element['timestamp']), format: str(element['format']), fallback: str(element['fallback']), ...(href && { href }) }]
    }
    case 'color':
      return [{ t: 'color', value: str(element['value']) }]
    case 'team':
      return [text(str(element['team_id']))]
    default:
      return said ? rows(said) : undefined
  }
}
