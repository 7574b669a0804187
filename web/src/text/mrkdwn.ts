// Slack's mrkdwn to a tree. `README.md` beside this file has the rules in the order they apply; anything that does not
// close is plain text, and every sign that did not take effect is shown as it was sent.

import { ADDRESS, addressOf } from './addresses.ts'
import { EMOJI_NAME, emojiName } from './emoji-names.ts'
import { safeHref, text, type Node } from './tree.ts'

/** How deep marks may nest before the rest is plain text: a message cannot make the reader's browser work for ever. */
const NESTING_MAX = 8
/** How deep lists are indented at most. */
export const INDENT_MAX = 8

const unescape = (s: string): string => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** How a text is to be read. */
export interface Reading {
  /** Off: `*`, `_`, `~` and backticks mean themselves; names and links still mean what they say. */
  marks?: boolean
}

const FENCE = '```'

/** Reads a whole message. */
export function parse(source: string, { marks = true }: Reading = {}): Node[] {
  const read = (part: string): Node[] => (marks ? lines(part) : rowsOf(part, false))
  const nodes: Node[] = []
  let from = 0
  // Fenced code first: nothing inside it is a mark. An unclosed fence is plain text, and so are fences around nothing.
  for (let at = 0; marks; ) {
    const open = source.indexOf(FENCE, at)
    const end = open < 0 ? -1 : source.indexOf(FENCE, open + FENCE.length)
    if (end < 0) break
    const code = source.slice(open + FENCE.length, end)
    at = end + FENCE.length
    if (!code.trim()) continue
    nodes.push(...read(source.slice(from, open).replace(/\n$/, '')))
    nodes.push({ t: 'pre', s: unescape(bare(code.replace(/^\n/, '').replace(/\n$/, ''))) })
    from = at = source[at] === '\n' ? at + 1 : at
  }
  nodes.push(...read(source.slice(from)))
  return nodes
}

/** Code without the links that clients make of the addresses in it. */
const bare = (code: string): string => code.replace(/<((?:https?:|mailto:)[^<>|\s]+)(?:\|[^<>]*)?>/g, '$1')

/** Reads lines, joining neighbouring quoted lines into one quote and neighbouring items into one list. */
function lines(source: string, quotes = true): Node[] {
  if (source === '') return []
  const nodes: Node[] = []
  const rows = source.split('\n')
  let open = false
  // Signs of quotes with nothing behind them are shown; they are looked through once, not again from each of them.
  let bare = 0
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as string
    const all = quotes ? /^(?:&gt;|>){3} ?(.*)$/.exec(row) : undefined
    if (all?.[1] !== undefined) {
      const rest = [all[1], ...rows.slice(at + 1)].join('\n')
      if (rest.trim()) return [...nodes, { t: 'quote', c: rowsOf(rest, true) }]
    }
    const quote = quotes && at >= bare ? quoted(rows, at) : undefined
    if (quote && !quote.nodes.length) bare = quote.end
    const block = quote?.nodes.length ? quote : listed(rows, at)
    if (block) {
      nodes.push(...block.nodes)
      at = block.end
      open = false
      continue
    }
    if (open) nodes.push({ t: 'break' })
    nodes.push(...inline(row))
    open = true
    at += 1
  }
  return nodes
}

const QUOTE = /^(?:&gt;|>) ?(.*)$/

interface Found {
  nodes: Node[]
  end: number
}

/** Quoted lines are one quote, and none where they say nothing. A quote in it is not another one: its sign is shown. */
function quoted(rows: string[], from: number): Found {
  const inner: string[] = []
  let end = from
  for (let match; (match = QUOTE.exec(rows[end] ?? '')) && !/^(?:&gt;|>){3}/.test(rows[end] ?? ''); end += 1) inner.push(match[1] ?? '')
  return { nodes: inner.some((row) => row.trim()) ? [{ t: 'quote', c: lines(inner.join('\n'), false) }] : [], end }
}

/** A line that is an item: Slack's clients write lists with these signs when they put rich text into words. */
const ITEM = /^([ \t]*)(?:[-•◦▪]|(0|[1-9]\d{0,2})\.) (\S.*)$/

/** Items that follow each other. Numbers that do not count up by one are words: a list would show others. */
function listed(rows: string[], from: number): Found | undefined {
  const nodes: Extract<Node, { t: 'list' }>[] = []
  const depths: { depth: number; number: number | undefined }[] = []
  let end = from
  for (let match; (match = ITEM.exec(rows[end] ?? '')); end += 1) {
    const [, blank = '', digits, said = ''] = match
    const depth = blank.replaceAll('\t', '    ').length
    const number = digits === undefined ? undefined : Number(digits)
    while (depths.length && (depths.at(-1)?.depth as number) > depth) depths.pop()
    const level = depths.at(-1)?.depth === depth ? depths.at(-1) : undefined
    if (number !== undefined && !(level?.number !== undefined ? number === level.number + 1 : number === 1 || counts(rows[end + 1], blank, number + 1))) break
    if (level) level.number = number
    else depths.push({ depth, number })
    const indent = Math.min(depths.length - 1, INDENT_MAX)
    const ordered = number !== undefined
    const last = nodes.at(-1)
    if (last?.indent === indent && last.ordered === ordered) last.items.push(inline(said))
    else nodes.push({ t: 'list', ordered, indent, start: number ?? 1, items: [inline(said)] })
  }
  return end > from ? { nodes, end } : undefined
}

const counts = (row: string | undefined, blank: string, number: number): boolean => row?.startsWith(`${blank}${number}. `) ?? false

/** Lines without quotes and lists. */
const rowsOf = (source: string, marks: boolean): Node[] =>
  source === '' ? [] : source.split('\n').flatMap((row, index) => (index ? [{ t: 'break' } as Node, ...inline(row, marks)] : inline(row, marks)))

/** What stands in a line as one piece: nothing inside it is a mark. */
interface Island {
  end: number
  node: Node
}

const WORD = /[\p{L}\p{N}\p{M}_]/u
const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Mark = keyof typeof MARKS
export const isMark = (char: string | undefined): char is Mark => char === '*' || char === '_' || char === '~'

/** What may stand before a mark that opens: a blank, an opening bracket or quote, a dash, a stop of a script without blanks. */
const BEFORE = /[\s\u200b\u2060([{<>"'“‘„‚«¿¡—–、。，！？；：（「『【*_~]/

/** Whether a mark may open behind this character. */
export const opensBehind = (before: string): boolean => BEFORE.test(before)

/** Whether the mark at this place can open: not inside a word or a path, with no blank behind it. */
function opens(source: string, at: number): boolean {
  const [before, first] = [source[at - 1], source[at + 1]]
  return (before === undefined || (opensBehind(before) && before !== source[at])) && first !== undefined && !/\s/.test(first) && first !== source[at]
}

/** The signs that no mark closes before, as people measured it on Slack's screens; before all others it does. */
const AFTER_NOT = /[`@&(|\\<>]/

/** Whether it can close: with no blank or slash before it, and neither a word nor the ending of a name behind it. */
export function closes(source: string, at: number): boolean {
  const [before, after] = [source[at - 1], source[at + 1]]
  if (before === undefined || /[\s/\\]/.test(before)) return false
  if (after === undefined) return true
  if (after === source[at] || AFTER_NOT.test(after) || (WORD.test(after) && !isMark(after))) return false
  if (!/[.:/]/.test(after)) return true
  // Another marked word may follow a sign (`_a_/_b_`), but not within a list of paths (`~/_a:~/_b`).
  const next = source[at + 2]
  return isMark(next) ? !/[,:;=]/.test(before) : !WORD.test(next ?? '')
}

/** Signs without which a line is words: every mark, name, emoji and address has one of them. */
const SIGN = /[*_~`<:@&]/

/** Reads one line. */
export function inline(source: string, marks = true): Node[] {
  if (!SIGN.test(source)) return source ? [text(source)] : []
  const islands = islandsOf(source, marks)
  const closers = new Map<Mark, number[]>([['*', []], ['_', []], ['~', []]])
  for (let at = 0; marks && at < source.length; at = islands.get(at)?.end ?? at + 1) {
    const char = source[at]
    if (!islands.has(at) && isMark(char) && closes(source, at)) closers.get(char)?.push(at)
  }
  return between(source, 0, source.length, islands, closers, marks ? 0 : NESTING_MAX)
}

/** Reads a part of a line, marks first opened first closed. */
function between(source: string, from: number, to: number, islands: Map<number, Island>, closers: Map<Mark, number[]>, depth: number): Node[] {
  const nodes: Node[] = []
  let held = from
  const flush = (end: number): void => {
    if (end > held) nodes.push(text(unescape(source.slice(held, end))))
  }
  for (let at = from; at < to; ) {
    const island = islands.get(at)
    const char = source[at]
    const end = !island && depth < NESTING_MAX && isMark(char) && opens(source, at) ? closer(closers.get(char) ?? [], at + 2, to) : undefined
    if (island) {
      flush(at)
      nodes.push(island.node)
      held = at = island.end
    } else if (end !== undefined && isMark(char)) {
      flush(at)
      nodes.push({ t: MARKS[char], c: between(source, at + 1, end, islands, closers, depth + 1) })
      held = at = end + 1
    } else at += 1
  }
  flush(to)
  return nodes
}

/** The first place in a rising list that lies within the bounds. */
function closer(places: number[], from: number, to: number): number | undefined {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] as number) < from) low = middle + 1
    else high = middle
  }
  const found = places[low]
  return found !== undefined && found < to ? found : undefined
}

const BRACKET = /[<>]/g

/** Code spans and angle brackets, from left to right; then, in what is left, emoji and bare addresses. */
function islandsOf(source: string, marks: boolean): Map<number, Island> {
  const islands = new Map<number, Island>()
  let from = 0
  // Once no code span closes on this line, no later one does.
  let code = marks
  for (let at = 0; at < source.length; ) {
    const char = source[at]
    let found: Island | undefined
    if (char === '`' && code) {
      const end = source.indexOf('`', at + 1)
      code = end >= 0
      // A span of blanks is two signs.
      if (end > at + 1 && source.slice(at + 1, end).trim()) found = { node: { t: 'code', s: unescape(bare(source.slice(at + 1, end))) }, end: end + 1 }
    } else if (char === '<') {
      // A bracket ends at the next one: were it looked for beyond, many that do not close would be read again and again.
      BRACKET.lastIndex = at + 1
      const end = BRACKET.exec(source)?.index ?? -1
      const node = end > at + 1 && source[end] === '>' ? angle(source.slice(at + 1, end)) : undefined
      if (node) found = { node, end: end + 1 }
    }
    if (found) {
      loose(source, from, at, islands)
      islands.set(at, found)
      from = at = found.end
    } else at += 1
  }
  loose(source, from, source.length, islands)
  return islands
}

const EMOJI = new RegExp(`:(${EMOJI_NAME}):(?::skin-tone-([2-6]):)?`, 'giu')
const NEXT = new RegExp(`^:${EMOJI_NAME}:`, 'iu')

/** Bare addresses and emoji of a part without code and brackets. */
function loose(source: string, from: number, to: number, islands: Map<number, Island>): void {
  const part = source.slice(from, to)
  let held = 0
  let opened = ''
  for (const match of part.matchAll(ADDRESS)) {
    emoji(source, from + held, from + match.index, islands)
    opened = standing(source, from + held, from + match.index, opened)
    // An escaped bracket ends an address as the bracket does.
    const written = /^[^&]*(?:&(?!lt;|gt;)[^&]*)*/.exec(match[0])?.[0] ?? match[0]
    const url = addressOf(written, opened)
    const href = safeHref(/^https?:/i.test(url) ? unescape(url) : `mailto:${url}`)
    held = match.index
    if (!href) continue
    islands.set(from + held, { node: { t: 'link', href, c: [text(unescape(url))] }, end: from + held + url.length })
    held += url.length
  }
  emoji(source, from + held, to, islands)
}

/** Which marks stand open at the end of a part, after those that stood open at its beginning. */
function standing(source: string, from: number, to: number, opened: string): string {
  const open = new Set(opened)
  for (let at = from; at < to; at += 1) {
    const char = source[at] as string
    if (!isMark(char)) continue
    if (open.has(char) && closes(source, at)) open.delete(char)
    else if (opens(source, at)) open.add(char)
  }
  return [...open].join('')
}

/** Names of emoji: not within a word, a time or an address of a machine, where letters stand on both sides or colons touch. */
function emoji(source: string, from: number, to: number, islands: Map<number, Island>): void {
  // Looked for in the part alone: in the whole line, each of many parts would be looked through to the line's end.
  const part = source.slice(from, to)
  let last = -1
  EMOJI.lastIndex = 0
  for (let match; (match = EMOJI.exec(part)); ) {
    const [whole, name = '', tone] = match
    const start = from + match.index
    const end = start + whole.length
    // Another emoji may stand at its side, another colon may not.
    const before = start === last ? '' : (source[start - 1] ?? '')
    const after = NEXT.test(source.slice(end, end + 110)) ? '' : (source[end] ?? '')
    if (/^\d+$/.test(name) || before === ':' || after === ':' || (WORD.test(before) && WORD.test(after))) {
      // The colon that closed this may open the next.
      EMOJI.lastIndex = match.index + name.length + 1
      continue
    }
    last = end
    islands.set(start, { node: { t: 'emoji', name: emojiName(name), ...(tone && { tone: Number(tone) }) }, end })
  }
}

/** What stands between angle brackets: a mention, a date, or a link. */
function angle(body: string): Node | undefined {
  const bar = body.indexOf('|')
  const head = bar < 0 ? body : body.slice(0, bar)
  const label = bar < 0 ? undefined : unescape(body.slice(bar + 1))
  if (/^@[UW][A-Z0-9]+$/.test(head)) return { t: 'user', id: head.slice(1), ...(label && { label }) }
  if (/^#[CGD][A-Z0-9]+$/.test(head)) return { t: 'channel', id: head.slice(1), ...(label && { label }) }
  if (head.startsWith('!')) return special(head.slice(1), label)
  const href = safeHref(unescape(head))
  if (!href) return undefined
  // A label is text with marks of its own, but never another link, nor a name: it leads where the link does.
  const inner = label ? unlinked(inline(body.slice(bar + 1))) : [text(shown(unescape(head)))]
  return { t: 'link', href, c: inner }
}

/** A label that is itself an address does not become a link in the link. */
const unlinked = (nodes: Node[]): Node[] =>
  nodes.flatMap((node): Node[] => (node.t === 'link' ? node.c : 'c' in node ? [{ ...node, c: unlinked(node.c) }] : [node]))

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
