// What is shown, by examples: the table that the server's own reading is held to as well.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { parse } from './mrkdwn.ts'
import type { Node } from './tree.ts'

interface Example {
  rule: string
  text: string
  /** What stands on the screen, signs that took effect left out; the text itself where nothing did. */
  shown?: string
  links?: string[]
  calls?: string[]
}

const examples = JSON.parse(readFileSync(new URL('../../../tests/data/text.json', import.meta.url), 'utf8')) as Example[]

const BLOCKS = new Set(['pre', 'quote', 'list'])

/** What stands on the screen: blocks on lines of their own, names as ids, emoji as names. */
export function shown(nodes: readonly Node[]): string {
  let out = ''
  nodes.forEach((node, index) => {
    const before = nodes[index - 1]
    if (before && (BLOCKS.has(node.t) || BLOCKS.has(before.t))) out += '\n'
    out += one(node)
  })
  return out
}

function one(node: Node): string {
  switch (node.t) {
    case 'text':
    case 'code':
    case 'pre':
      return node.s
    case 'break':
      return '\n'
    case 'user':
      return `@${node.id}`
    case 'channel':
      return `#${node.label ?? node.id}`
    case 'group':
      return node.label ?? node.id
    case 'broadcast':
      return `@${node.range}`
    case 'emoji':
      return `:${node.name}:${node.tone ? `:skin-tone-${node.tone}:` : ''}`
    case 'list':
      return node.items.map(shown).join('\n')
    default:
      return 'c' in node ? shown(node.c) : ''
  }
}

const all = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...('c' in node ? all(node.c) : []), ...(node.t === 'list' ? node.items.flatMap(all) : [])])

const links = (nodes: Node[]): string[] => all(nodes).flatMap((node) => (node.t === 'link' ? [decodeURI(node.href)] : []))
const calls = (nodes: Node[]): string[] =>
  all(nodes).flatMap((node) => (node.t === 'user' || node.t === 'group' ? [node.id] : node.t === 'broadcast' ? [node.range] : []))

describe('the table', () => {
  test('has at least two hundred examples', () => expect(examples.length).toBeGreaterThan(200))

  test.each(examples.map((example) => [example.rule, example.text, example] as const))('%s: %j', (_rule, text, example) => {
    const nodes = parse(text)
    expect(shown(nodes)).toBe(example.shown ?? text)
    if (example.links) expect(links(nodes)).toEqual(example.links.map((href) => decodeURI(new URL(href).href)))
    expect(calls(nodes)).toEqual(example.calls ?? [])
  })
})
