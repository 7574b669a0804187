import { expect, test } from 'vitest'

import { markdown } from './markdown.ts'
import { parse } from './mrkdwn.ts'
import { first, PORTION, portion, weightOf } from './portion.ts'
import { plain, type Node } from './tree.ts'

const heavy = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, node) => sum + 1 + ('c' in node ? heavy(node.c) : 0) + (node.t === 'list' ? node.items.reduce((all, item) => all + 1 + heavy(item), 0) : 0) + (node.t === 'table' ? node.rows.flat().length : 0), 0)

const TREES: [string, Node[]][] = [
  ['lines', parse('a\n'.repeat(5_000))],
  ['a quote', parse('> a\n'.repeat(5_000))],
  ['a list', parse('- a *b*\n'.repeat(4_000))],
  ['code', parse('```a```b'.repeat(4_000))],
  ['links', parse('http://a。'.repeat(4_000))],
  ['marks', parse('*_~a~_* '.repeat(4_000))],
  ['a table', markdown(`|a|b|\n|-|-|\n${'|c|d|\n'.repeat(3_000)}`)],
]

test('what somebody writes is one portion, and the tree itself', () => {
  const nodes = parse('A line of words, *some* of them marked.\n'.repeat(400))
  expect(portion(nodes, PORTION)).toBe(nodes)
})

test.each(TREES)('%s of any length is drawn in portions, and nothing of it is lost', (_name, nodes) => {
  const words = (tree: Node[]): string => plain(tree, (_, id) => id)
  let before = ''
  let drawn = portion(nodes, PORTION)
  expect(heavy(drawn)).toBeLessThan(PORTION + 20)
  for (let most = PORTION; drawn !== nodes; drawn = portion(nodes, (most += PORTION))) {
    const said = words(drawn).trimEnd()
    expect(words(nodes).startsWith(said)).toBe(true)
    expect(said.length).toBeGreaterThan(before.length)
    before = said
    expect(most).toBeLessThan(200_000)
  }
})

test('blocks and attachments are drawn in portions, one of them at least', () => {
  const section = (length: number): object => ({ type: 'section', text: { type: 'mrkdwn', text: 'a'.repeat(length) } })
  expect(first([section(100), section(100)].map(weightOf), 1)).toBe(2)
  expect(first(Array.from({ length: 10 }, () => weightOf(section(2_900))), 1)).toBe(4)
  expect(first(Array.from({ length: 10 }, () => weightOf(section(2_900))), 2)).toBe(8)
  expect(first([weightOf(section(40_000)), 10], 1)).toBe(1)
})
