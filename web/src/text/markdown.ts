// Markdown, as a `markdown` block carries it, to the same tree that mrkdwn becomes: what people and models write, not
// every corner of a specification. What does not close is plain text.

import { addressOf } from './addresses.ts'
import { EMOJI_NAME, emojiName } from './emoji-names.ts'
import { INDENT_MAX } from './mrkdwn.ts'
import { safeHref, text, type Align, type Node } from './tree.ts'

/** How deep marks and quotes may nest before the rest is plain text. */
const NESTING_MAX = 8
/** More columns than this are lines of text: a browser lays every row of a table out over all of its columns. */
const COLUMNS_MAX = 100

interface Read {
  node: Node
  end: number
}

export function markdown(source: string, depth = 0): Node[] {
  const rows = source.replaceAll('\r\n', '\n').split('\n')
  const nodes: Node[] = []
  let said: string[] = []
  const flush = (): void => {
    if (said.length) nodes.push({ t: 'para', c: paragraph(said) })
    said = []
  }
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as string
    const found = depth < NESTING_MAX ? (fence(rows, at) ?? heading(row, at) ?? rule(row, at) ?? quote(rows, at, depth) ?? list(rows, at) ?? table(rows, at)) : undefined
    if (found) {
      flush()
      nodes.push(found.node)
      at = found.end
      continue
    }
    if (row.trim()) said.push(row)
    else flush()
    at += 1
  }
  flush()
  return nodes
}

const paragraph = (rows: string[]): Node[] => rows.flatMap((row, index) => (index ? [{ t: 'break' } as Node, ...inline(row.trim())] : inline(row.trim())))

function fence(rows: string[], at: number): Read | undefined {
  const open = /^ {0,3}(```+|~~~+)\s*([\w+#.-]{0,20})/.exec(rows[at] ?? '')
  if (!open?.[1]) return undefined
  const end = rows.findIndex((row, index) => index > at && row.trim().startsWith(open[1] as string))
  const last = end < 0 ? rows.length : end
  return { node: { t: 'pre', s: rows.slice(at + 1, last).join('\n'), ...(open[2] && { language: open[2] }) }, end: last + 1 }
}

function heading(row: string, at: number): Read | undefined {
  const match = /^ {0,3}(#{1,6})(?=\s)/.exec(row)
  if (!match?.[1]) return undefined
  // Cut from the end: a pattern for the blanks and signs around the words would be tried at every blank between them.
  const words = row.slice(match[0].length).trim()
  let end = words.length
  while (words[end - 1] === '#') end -= 1
  const said = end === 0 || /\s/.test(words[end - 1] as string) ? words.slice(0, end).trim() : words
  return { node: { t: 'heading', level: match[1].length, c: inline(said) }, end: at + 1 }
}

const rule = (row: string, at: number): Read | undefined => (/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/.test(row) ? { node: { t: 'rule' }, end: at + 1 } : undefined)

function quote(rows: string[], at: number, depth: number): Read | undefined {
  let end = at
  while (/^ {0,3}>/.test(rows[end] ?? '')) end += 1
  if (end === at) return undefined
  const inner = rows.slice(at, end).map((row) => row.replace(/^ {0,3}> ?/, ''))
  return { node: { t: 'quote', c: markdown(inner.join('\n'), depth + 1) }, end }
}

const ITEM = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s(?:\s*\[([ xX])\]\s)?(.*)$/

/** One list of one depth; deeper and shallower items are lists of their own beside it, as in rich text. So is one whose
 * number does not follow: no number is changed. */
function list(rows: string[], at: number): Read | undefined {
  const first = ITEM.exec(rows[at] ?? '')
  if (!first) return undefined
  const [, blank = '', number] = first
  const items: Node[][] = []
  let end = at
  for (let match; (match = ITEM.exec(rows[end] ?? '')); end += 1) {
    if (match[1] !== blank || (match[2] === undefined) !== (number === undefined)) break
    if (number !== undefined && Number(match[2]) !== Number(number) + items.length) break
    const box = match[3] === undefined ? '' : match[3] === ' ' ? '☐ ' : '☑ '
    items.push([...(box ? [text(box)] : []), ...inline((match[4] ?? '').trimStart())])
  }
  const indent = Math.min(Math.floor(blank.replaceAll('\t', '  ').length / 2), INDENT_MAX)
  return { node: { t: 'list', ordered: number !== undefined, indent, start: Number(number ?? 1), items }, end }
}

const cells = (row: string): string[] => row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))

function table(rows: string[], at: number): Read | undefined {
  const head = rows[at] ?? ''
  const line = rows[at + 1] ?? ''
  if (!head.includes('|') || !cells(line).every((cell) => /^:?-+:?$/.test(cell))) return undefined
  const align = cells(line).map((cell): Align => (/^:-+:$/.test(cell) ? 'center' : cell.endsWith(':') ? 'right' : 'left'))
  if (align.length > COLUMNS_MAX || cells(head).length !== align.length) return undefined
  let end = at + 2
  while (rows[end]?.includes('|')) end += 1
  // No row is wider than the head. A shorter one has the cells it has: many columns and rows would be more cells than signs.
  const body = rows.slice(at + 2, end).map((row) => cells(row).slice(0, align.length).map((cell) => inline(cell)))
  return { node: { t: 'table', head: cells(head).map((cell) => inline(cell)), rows: body, align }, end }
}

/** What stands within a line, first found first. Each alternative closes within the line, so nothing is searched twice. */
const SPAN = new RegExp(
  [
    /(?<!`)(?<code>`{1,8})(?!`)(?<verbatim>.{1,2000}?)(?<!`)\k<code>(?!`)|!?\[(?<label>[^[\]\n]{0,400})\]\((?<href>[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)(?:\s+"[^"]{0,200}")?\)|(?<bare>https?:\/\/[^\s<>"|]+)|<(?<auto>(?:https?:\/\/|mailto:)[^\s<>]+)>/u.source,
    `:(?<emoji>${EMOJI_NAME}):`,
    /(?<strong>\*\*|__)(?=\S)(?<bold>.{1,1000}?\S?)\k<strong>|~~(?<strike>[^~]{1,1000})~~|(?<![\w*])\*(?=[^\s*])(?<star>[^*]{1,1000})\*(?!\w)|(?<![\w_])_(?=[^\s_])(?<low>[^_]{1,1000})_(?!\w)|\\(?<escaped>[\\`*_{}[\]()#+\-.!~|>])/u.source,
  ].join('|'),
  'giu',
)

function inline(source: string, depth = 0): Node[] {
  if (depth >= NESTING_MAX) return source ? [text(source)] : []
  const nodes: Node[] = []
  let from = 0
  const put = (said: string): void => {
    const last = nodes.at(-1)
    if (last?.t === 'text') last.s += said
    else if (said) nodes.push(text(said))
  }
  const span = new RegExp(SPAN)
  for (let match; (match = span.exec(source)); ) {
    put(source.slice(from, match.index))
    const groups = match.groups ?? {}
    // A bare address leaves its sentence what is the sentence's.
    const whole = groups['bare'] === undefined ? match[0] : addressOf(match[0], '_*~')
    const found = spanned({ ...groups, ...(groups['bare'] !== undefined && { bare: whole }) }, depth)
    if (found) nodes.push(found)
    else put(groups['escaped'] ?? whole)
    from = span.lastIndex = match.index + (whole.length || match[0].length)
  }
  put(source.slice(from))
  return nodes
}

function spanned(groups: Record<string, string | undefined>, depth: number): Node | undefined {
  const { verbatim, label, href, bare, auto, emoji, bold, strike, star, low } = groups
  if (verbatim !== undefined) return { t: 'code', s: verbatim.trim() || verbatim }
  const address = href ?? auto ?? bare
  if (address !== undefined) {
    const safe = safeHref(address)
    const c = label ? inline(label, NESTING_MAX - 1).map((node) => (node.t === 'link' ? text(label) : node)) : [text(address.replace(/^mailto:/, ''))]
    return safe ? { t: 'link', href: safe, c } : undefined
  }
  if (emoji !== undefined) return /^\d+$/.test(emoji) ? undefined : { t: 'emoji', name: emojiName(emoji) }
  if (bold !== undefined) return { t: 'bold', c: inline(bold, depth + 1) }
  if (strike !== undefined) return { t: 'strike', c: inline(strike, depth + 1) }
  const slanted = star ?? low
  return slanted === undefined ? undefined : { t: 'italic', c: inline(slanted, depth + 1) }
}
