// Whatever is sent: what is shown, with the signs that took effect put back, is what was sent, character for character.

import { expect, test } from 'vitest'

import { nodesOf } from '../views/blocks/read.ts'
import { fromTyped, toTyped } from '../views/composer/rich/typed.ts'
import { markdown } from './markdown.ts'
import { parse } from './mrkdwn.ts'
import { incoming, outgoing } from './outgoing.ts'
import { fromClipboard } from './pasted.ts'
import { rich } from './rich.ts'
import type { Node } from './tree.ts'

/** A generator of numbers from a seed, so that a failure can be made again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const BITS = [
  'a', 'word', ' ', ' ', '  ', '\n', '\n', '*', '_', '~', '`', '```', '>', '> ', '>>>', '- ', '• ', '◦ ', '1. ', '2. ', '25. ', '    ', '.', ',', ')', '(', ':', '::',
  ':tada:', ':+1:', 'https://mill.example/a_b', 'https://mill.example/(x)', 'ada@mill.example', 'snake_case', '2*3', '~/a', 'src/*.rs', '。', 'größe', 'ทั่วไป', '👋🏽', '\u200b', '\\', '/', '|', '-', '+', '#', '1)', 'b',
]

/** The text with the signs back in it; each sign in its plainest form. */
function unread(nodes: readonly Node[]): string {
  let out = ''
  nodes.forEach((node, index) => {
    const before = nodes[index - 1]
    if (before && (isBlock(node) || isBlock(before)) && !out.endsWith('\n')) out += '\n'
    out += sign(node)
  })
  return out
}

const isBlock = (node: Node): boolean => node.t === 'pre' || node.t === 'quote' || node.t === 'list'

function sign(node: Node): string {
  switch (node.t) {
    case 'text':
      return node.s
    case 'break':
      return '\n'
    case 'bold':
      return `*${unread(node.c)}*`
    case 'italic':
      return `_${unread(node.c)}_`
    case 'strike':
      return `~${unread(node.c)}~`
    case 'code':
      return `\`${node.s}\``
    case 'pre':
      // On lines of their own, since what is within may end with such a sign.
      return `\`\`\`\n${node.s}\n\`\`\``
    case 'quote':
      return `> ${unread(node.c)}`
    case 'link':
      return unread(node.c)
    case 'emoji':
      return `:${node.name}:${node.tone ? `:skin-tone-${node.tone}:` : ''}`
    case 'list':
      return node.items.map((item, place) => `${node.ordered ? `${node.start + place}. ` : '• '}${unread(item)}`).join('\n')
    default:
      throw new Error(`nothing makes a ${node.t} here`)
  }
}

/** Signs in one form: which of the bullets, how deep an item stands, blanks and line ends that belong to a sign. Every other
 * character stays, and so does the order of all. */
const plain = (text: string): string =>
  text
    .replace(/\n*```\n*/g, '\n```\n')
    .replace(/^(?:>+ ?)+/gm, '')
    .replace(/^[ \t]*[-•◦▪] /gm, '• ')
    .replace(/^[ \t]+(?=\d+\. )/gm, '')
    .replace(/\n+/g, '\n')

test('what is shown is what was sent', () => {
  const seed = Date.now() % 1_000_000
  const next = random(seed)
  for (let round = 0; round < 4_000; round += 1) {
    const source = Array.from({ length: 1 + next(14) }, () => BITS[next(BITS.length)]).join('')
    const told = plain(unread(parse(source))).trim()
    if (told !== plain(source).trim()) expect.fail(`seed ${seed}, round ${round}: ${JSON.stringify(source)} is shown as ${JSON.stringify(told)}`)
  }
})

/** Repeated fragments that once took time in the square or the cube of their length. */
const FRAGMENTS = ['> ', '&gt; ', '*a ', '_', '~', '`', '``', '```', '```\n', '<', '<@U', '<https://a|', ':', ':a', ':a:', '*_~', '**', '[', '](', '[a](', '|-', '|', '- ', '1. ', '1.', '# ', 'https://a', 'https://a ', 'a@', 'a.a@b.', '.', '(', ')', '_a', '__a', '~~', '\\', '&amp;', '👩‍👩‍👧', '    ', '\n', '* * ', '>\n', '\n>', '&gt;\n', '>>>\n', '"', '* ', 'a*', '\t', '- [ ] ', '<@U1|', '<#C1|', '<b>', '<li>', '<p>a</p>', '<!--StartFragment-->', '<br>']
const TAILS = ['', 'x>', '\nx)', '`']

/** The shortest of a few runs, in milliseconds: what else the machine does only makes one longer. */
function shortest(run: () => void): number {
  let best = Infinity
  for (let round = 0; round < 2; round += 1) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Each reader, and what is put before a fragment that is repeated. */
const READERS: [string, (source: string) => unknown, string[]][] = [
  ['mrkdwn', (source) => parse(source), ['', 'http://a']],
  ['markdown', (source) => markdown(source), ['', '# a', '> ']],
  ['plain text', (source) => nodesOf({ type: 'plain_text', text: source }), ['']],
  ['what is typed', (source) => outgoing(source, { user: () => undefined, channel: () => undefined, group: () => undefined }), ['']],
  ['what is edited', (source) => incoming(source, (_, id) => id), ['']],
  ['what is pasted', (source) => fromClipboard(source), ['', '<pre>', '<ul>']],
  ['the rich field', (source) => toTyped(fromTyped(source)), ['']],
]

test.each(READERS)('%s takes a time in proportion to the length', { timeout: 300_000 }, (_name, read, heads) => {
  for (const head of heads) {
    for (const fragment of FRAGMENTS) {
      for (const tail of TAILS) {
        const of = (length: number): string => head + fragment.repeat(length / fragment.length) + tail
        // Sixteen times the text: 256 times the time if it grew with the square.
        const measured = (): [number, number] => [shortest(() => read(of(1_000))), shortest(() => read(of(16_000)))]
        const slow = ([short, long]: [number, number]): boolean => long > 120 && long / Math.max(short, 0.05) > 80
        // What else the machine does may hit one measurement, not three of them.
        const [first, second, third] = [measured(), () => measured(), () => measured()]
        const [short, long] = first
        if (slow(first) && slow(second()) && slow(third())) expect.fail(`${JSON.stringify(head)} ${JSON.stringify(fragment)} ${JSON.stringify(tail)}: ${short} ms, sixteen times as long ${long} ms`)
      }
    }
  }
})

/** The signs that texts are made of, ends of lines among them; of these all ones, pairs and triples are repeated. */
const SIGNS = ['\n', '>', ' ', '*', '_', '~', '`', '```', '<', ':', 'a', '- ', '1. ', '.', '(', '|', '&gt;', 'http://a', '。']

test.each(READERS.slice(0, 3))('%s takes a time in proportion for signs of every order', { timeout: 300_000 }, (_name, read) => {
  const slow: string[] = []
  const once = (fragment: string, length: number): number => shortest(() => read(fragment.repeat(length / fragment.length)))
  const usual = Math.max(4, 8 * once('word ', 4_000))
  // What is quick in passing is quick; what is not must take no longer for each sign where there are eight times as many.
  const look = (fragment: string): void => {
    const start = performance.now()
    read(fragment.repeat(4_000 / fragment.length))
    if (performance.now() - start < usual) return
    let [short, long] = [0, 0]
    // What else the machine does may hit one measurement, not four of them.
    for (let round = 0; round < 4; round += 1) {
      ;[short, long] = [once(fragment, 4_000), once(fragment, 32_000)]
      if (long < 120 || long / short < 24) return
    }
    slow.push(`${JSON.stringify(fragment)}: ${short} ms, eight times as long ${long} ms`)
  }
  for (const first of SIGNS) {
    look(first)
    for (const second of SIGNS) {
      look(first + second)
      for (const third of SIGNS) look(first + second + third)
    }
  }
  expect(slow).toEqual([])
})

test('a deep quote is one quote', () => {
  const [quote, ...rest] = parse('> '.repeat(5_000) + 'x')
  expect([quote?.t, rest]).toEqual(['quote', []])
})

test('rich text of any shape is drawn as far as it goes', () => {
  const wild = [null, 5, 'x', [], {}, { type: 'text', text: 5 }, { type: 'text', text: {} }, { type: 'link', url: 7 }, { type: 'emoji', name: [] }, { type: 'date', timestamp: 'x' }, { type: 'rich_text_list', elements: 5 }, { type: 'user' }]
  for (const one of wild) {
    for (const elements of [one, [one], [{ type: 'rich_text_section', elements: one }], [{ type: 'rich_text_list', elements: [one] }], [{ type: 'rich_text_section', elements: [one, { type: 'text', text: 'kept' }] }]]) {
      expect(() => rich({ type: 'rich_text', elements } as never)).not.toThrow()
    }
  }
})
