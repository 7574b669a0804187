// Slack's mrkdwn to a tree. Reads left to right, line by line; anything that does not close is plain text.

import { safeHref, text, type Node } from './tree.ts'

/** How deep marks may nest before the rest is plain text: a message cannot make the reader's browser work for ever. */
const NESTING_MAX = 8
/** How far apart a pair of marks may stand, so that a line of unclosed marks is not searched again for each. */
const MARK_SPAN_MAX = 4_000
/** How deep lists are indented at most. */
export const INDENT_MAX = 8

const unescape = (s: string): string => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** How a text is to be read. */
export interface Reading {
  /** Off: `*`, `_`, `~` and backticks mean themselves; names and links still mean what they say. */
  marks?: boolean
}

/** Reads a whole message. */
export function parse(source: string, { marks = true }: Reading = {}): Node[] {
  const depth = marks ? 0 : NESTING_MAX
  const read = (part: string): Node[] => (marks ? lines(part) : rowsOf(part, depth))
  const nodes: Node[] = []
  // Fenced code first: nothing inside it is a mark. An unclosed fence is plain text.
  // A word alone on the opening line names the language, as people are used to write it.
  const fence = /```(?:([\w+#.-]{1,20})?\n)?([\s\S]*?)```\n?/g
  let from = 0
  for (const match of marks ? source.matchAll(fence) : []) {
    const [, language, code = ''] = match
    if (!code.trim()) continue
    nodes.push(...read(source.slice(from, match.index).replace(/\n$/, '')))
    // Older clients made links of addresses inside code.
    const plain = code.replace(/\n$/, '').replace(/<((?:https?:|mailto:)[^<>|\s]+)(?:\|[^<>]*)?>/g, '$1')
    nodes.push({ t: 'pre', s: unescape(plain), ...(language && { language }) })
    from = match.index + match[0].length
  }
  nodes.push(...read(source.slice(from)))
  return nodes
}

/** Reads lines, joining neighbouring quoted lines into one quote and neighbouring items into one list. */
function lines(source: string): Node[] {
  if (source === '') return []
  const nodes: Node[] = []
  const rows = source.split('\n')
  let open = false
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as string
    const all = /^(?:&gt;|>){3} ?(.*)$/.exec(row)
    if (all?.[1] !== undefined) {
      const rest = [all[1], ...rows.slice(at + 1)].join('\n')
      if (rest.trim()) nodes.push({ t: 'quote', c: rowsOf(rest, 0) })
      return nodes
    }
    const block = quoted(rows, at) ?? listed(rows, at)
    if (block) {
      nodes.push(...block.nodes)
      at = block.end
      open = false
      continue
    }
    if (open) nodes.push({ t: 'break' })
    nodes.push(...inline(row, 0))
    open = true
    at += 1
  }
  return nodes
}

const QUOTE = /^(?:&gt;|>) ?(.*)$/

function quoted(rows: string[], from: number): Found | undefined {
  const inner: string[] = []
  let end = from
  for (let match; (match = QUOTE.exec(rows[end] ?? '')) && !/^(?:&gt;|>){3}/.test(rows[end] ?? ''); end += 1) inner.push(match[1] ?? '')
  return end > from ? { nodes: [{ t: 'quote', c: lines(inner.join('\n')) }], end } : undefined
}

/** A line that is an item: Slack's clients write lists with these signs when they put rich text into words. */
const ITEM = /^([ \t]*)(?:[-•◦▪]|(\d{1,3})[.)]) +(\S.*)$/

function listed(rows: string[], from: number): Found | undefined {
  const nodes: Extract<Node, { t: 'list' }>[] = []
  const depths: number[] = []
  let end = from
  for (let match; (match = ITEM.exec(rows[end] ?? '')); end += 1) {
    const [, blank = '', number, said = ''] = match
    const depth = blank.replaceAll('\t', '    ').length
    while (depths.length && (depths.at(-1) as number) > depth) depths.pop()
    if (depths.at(-1) !== depth) depths.push(depth)
    const indent = Math.min(depths.length - 1, INDENT_MAX)
    const ordered = number !== undefined
    const last = nodes.at(-1)
    if (last?.indent === indent && last.ordered === ordered) last.items.push(inline(said, 0))
    else nodes.push({ t: 'list', ordered, indent, start: ordered ? Number(number) : 1, items: [inline(said, 0)] })
  }
  return end > from ? { nodes, end } : undefined
}

/** Lines without quotes and lists. */
const rowsOf = (source: string, depth: number): Node[] =>
  source === '' ? [] : source.split('\n').flatMap((row, index) => (index ? [{ t: 'break' } as Node, ...inline(row, depth)] : inline(row, depth)))

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const WORD = /[\p{L}\p{N}]/u

/** Reads one line. */
export function inline(source: string, depth: number): Node[] {
  const nodes: Node[] = []
  let held = ''
  const flush = (): void => {
    if (held) nodes.push(...linked(unescape(held)))
    held = ''
  }
  let at = 0
  while (at < source.length) {
    const found = depth <= NESTING_MAX ? token(source, at, depth) : undefined
    if (found) {
      flush()
      nodes.push(...found.nodes)
      at = found.end
    } else {
      held += source[at]
      at += 1
    }
  }
  flush()
  return nodes
}

interface Found {
  nodes: Node[]
  end: number
}

function token(source: string, at: number, depth: number): Found | undefined {
  const char = source[at]
  if (char === '`' && depth < NESTING_MAX) {
    const end = source.indexOf('`', at + 1)
    if (end > at + 1) return { nodes: [{ t: 'code', s: unescape(source.slice(at + 1, end)) }], end: end + 1 }
  }
  if (char === '<') {
    const end = source.indexOf('>', at)
    const node = end > at + 1 ? angle(source.slice(at + 1, end), depth) : undefined
    if (node) return { nodes: [node], end: end + 1 }
  }
  if (char === ':') {
    const match = /^:([a-z0-9_+'-]{1,100}):(?::skin-tone-([2-6]):)?/i.exec(source.slice(at, at + 120))
    if (match?.[1] && !/^\d+$/.test(match[1])) {
      const node: Node = { t: 'emoji', name: match[1].toLowerCase() }
      if (match[2]) node.tone = Number(match[2])
      return { nodes: [node], end: at + match[0].length }
    }
  }
  if ((char === '*' || char === '_' || char === '~') && depth < NESTING_MAX) return mark(source, at, char, depth)
  return undefined
}

/** A pair of marks around something: it opens after a non-word and closes before one, with no blank inside the edges. */
function mark(source: string, at: number, char: '*' | '_' | '~', depth: number): Found | undefined {
  const before = source[at - 1]
  const first = source[at + 1]
  // A backslash keeps the sign: it is how shoulders are shrugged.
  if ((before !== undefined && (WORD.test(before) || before === char || before === '\\')) || !first || first === ' ' || first === char) {
    return undefined
  }
  const limit = at + MARK_SPAN_MAX
  for (let end = source.indexOf(char, at + 2); end > 0 && end < limit; end = source.indexOf(char, end + 1)) {
    const after = source[end + 1]
    if (source[end - 1] === ' ' || (after !== undefined && (WORD.test(after) || after === char))) continue
    return { nodes: [{ t: MARKS[char], c: inline(source.slice(at + 1, end), depth + 1) }], end: end + 1 }
  }
  return undefined
}

/** What stands between angle brackets: a mention, a date, or a link. */
function angle(body: string, depth: number): Node | undefined {
  const bar = body.indexOf('|')
  const head = bar < 0 ? body : body.slice(0, bar)
  const label = bar < 0 ? undefined : unescape(body.slice(bar + 1))
  if (/^@[UW][A-Z0-9]+$/.test(head)) return { t: 'user', id: head.slice(1), ...(label && { label }) }
  if (/^#[CGD][A-Z0-9]+$/.test(head)) return { t: 'channel', id: head.slice(1), ...(label && { label }) }
  if (head.startsWith('!')) return special(head.slice(1), label)
  const href = safeHref(unescape(head))
  if (!href) return undefined
  // A label is text with marks of its own, but never another link.
  const inner = label ? unlinked(inline(body.slice(bar + 1), Math.max(depth + 1, NESTING_MAX - 2))) : [text(shown(unescape(head)))]
  return { t: 'link', href, c: inner }
}

/** A label that is itself an address does not become a link in the link. */
const unlinked = (nodes: Node[]): Node[] => nodes.flatMap((node) => (node.t === 'link' ? node.c : [node]))

const shown = (href: string): string => href.replace(/^mailto:/i, '')

function special(command: string, label: string | undefined): Node | undefined {
  if (/^(here|channel|everyone)$/.test(command)) return { t: 'broadcast', range: command }
  const group = /^subteam\^([A-Z0-9]+)$/.exec(command)
  if (group?.[1]) return { t: 'group', id: group[1], ...(label && { label }) }
  const date = /^date\^(\d{1,12})\^([^^]*)(?:\^(.*))?$/.exec(command)
  if (date?.[1]) {
    const href = date[3] ? safeHref(unescape(date[3])) : undefined
    return { t: 'date', at_s: Number(date[1]), format: date[2] ?? '', fallback: label ?? '', ...(href && { href }) }
  }
  return label === undefined ? undefined : text(label)
}

/** What a bare address looks like: of the web, or of a mailbox. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"|]+|(?<![\w.+-/])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi

/** Plain text with the bare addresses in it made links, as people and older bots write them. */
function linked(source: string): Node[] {
  const nodes: Node[] = []
  let from = 0
  for (const match of source.matchAll(ADDRESS)) {
    // Punctuation at the end belongs to the sentence; a closing bracket only if none was opened in the address.
    let url = match[0].replace(/[.,;:!?'*_~-]+$/, '')
    if (url.endsWith(')') && !url.includes('(')) url = url.slice(0, -1)
    const href = safeHref(/^https?:/i.test(url) ? url : `mailto:${url}`)
    if (!href) continue
    if (match.index > from) nodes.push(text(source.slice(from, match.index)))
    nodes.push({ t: 'link', href, c: [text(url)] })
    from = match.index + url.length
  }
  if (from < source.length) nodes.push(text(source.slice(from)))
  return nodes
}
