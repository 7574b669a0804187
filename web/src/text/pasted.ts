// Formatted text from the clipboard to what one would have typed. The page may not let the browser read it as a document
// (Trusted Types), so it is read here: tolerant, and only as far as a message goes.

import { marked } from './marks.ts'

interface Tag {
  name: string
  attributes: string
  children: (Tag | string)[]
}

const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'col', 'wbr'])
/** What these hold is not for readers. */
const SILENT = new Set(['style', 'script', 'head', 'title', 'template', 'noscript', 'svg'])
/** An opening tag of these ends the open one: people's tools leave the end out. */
const ENDS: Record<string, string[]> = { li: ['li'], p: ['p'], td: ['td', 'th'], th: ['td', 'th'], tr: ['td', 'th', 'tr'] }
const BLOCKS = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'pre', 'blockquote', 'table', 'hr', 'section', 'article', 'header', 'footer', 'main', 'figure', 'dl', 'dt', 'dd', 'tr', 'tbody', 'thead', 'html', 'body'])
/** Deeper than this nothing is opened any more. */
const DEPTH_MAX = 80

/** Text, tags and comments, one after the other. What does not close is text. */
function tokens(html: string): string[] {
  const found: string[] = []
  for (let at = 0; at < html.length; ) {
    const end = html[at] === '<' ? (tagEnd(html, at) ?? at + 1) : html.indexOf('<', at)
    found.push(html.slice(at, end < 0 ? undefined : end))
    if (end < 0) break
    at = end
  }
  return found
}

/** Where a tag ends. A quoted value may hold any sign; a quote that does not close is one of them. */
function tagEnd(html: string, from: number): number | undefined {
  if (html.startsWith('<!--', from)) {
    const close = html.indexOf('-->', from + 4)
    return close < 0 ? html.length : close + 3
  }
  if (!/[a-z/!]/i.test(html[from + 1] ?? '')) return undefined
  const most = Math.min(html.length, from + TAG_MAX)
  for (let at = from + 1; at < most; at += 1) {
    const sign = html[at]
    if (sign === '>') return at + 1
    if (sign !== '"' && sign !== "'") continue
    const close = html.indexOf(sign, at + 1)
    if (close > 0 && html[at - 1] === '=') at = close
  }
  return undefined
}

/** A tag is looked for no further than this, pictures in its values aside. */
const TAG_MAX = 2_000

const START = '<!--StartFragment-->'

/** The typed text, with the marks of mrkdwn. */
export function fromClipboard(html: string): string {
  // Browsers say which part was copied.
  const start = html.indexOf(START)
  const end = start < 0 ? -1 : html.indexOf('<!--EndFragment-->', start)
  // A run of blanks is tried where it begins, not again at each of them.
  return block(tree(end < 0 ? html : html.slice(start + START.length, end)))
    .replace(/(?<![ \t])[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function tree(html: string): Tag {
  const root: Tag = { name: '', attributes: '', children: [] }
  const open = [root]
  for (const token of tokens(html)) {
    const tag = /^<(\/?)([a-z][^\s/>]*)([^]*)>$/i.exec(token)
    const name = tag?.[2]?.toLowerCase() ?? ''
    const last = open.at(-1) as Tag
    if (token.startsWith('<!')) continue
    if (!tag) last.children.push(token)
    else if (tag[1]) {
      const at = open.findLastIndex((other) => other.name === name)
      if (at > 0) open.length = at
    } else {
      const ended = ENDS[name] ? open.findLastIndex((other) => ENDS[name]?.includes(other.name)) : -1
      // A list or table within an item has items of its own.
      const fence = open.findLastIndex((other) => ['ul', 'ol', 'table'].includes(other.name))
      if (ended > Math.max(fence, 0)) open.length = ended
      const made: Tag = { name, attributes: tag[3] ?? '', children: [] }
      ;(open.at(-1) as Tag).children.push(made)
      if (!VOID.has(name) && !token.endsWith('/>') && open.length < DEPTH_MAX) open.push(made)
    }
  }
  return root
}

const attribute = (tag: Tag, name: string): string => {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag.attributes)
  return decode(match?.[1] ?? match?.[2] ?? match?.[3] ?? '')
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bull: '•', copy: '©', euro: '€' }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{1,10}));/gi, (whole, hex?: string, number?: string, name?: string) => {
    const code = hex ? parseInt(hex, 16) : number ? Number(number) : 0
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code)
    return NAMED[name?.toLowerCase() ?? ''] ?? whole
  })
}

/** The text of something that is not to be marked: code, and cells of a table. */
function bare(node: Tag | string): string {
  if (typeof node === 'string') return decode(node)
  if (SILENT.has(node.name)) return ''
  const inner = node.children.map(bare).join('')
  return node.name === 'br' || ((node.name === 'div' || node.name === 'p') && !inner.endsWith('\n')) ? `${inner}\n` : inner
}

function inline(node: Tag | string): string {
  if (typeof node === 'string') return decode(node).replace(/[\s\u00a0]+/g, ' ')
  if (SILENT.has(node.name)) return ''
  if (node.name === 'br') return '\n'
  if (node.name === 'img') return attribute(node, 'alt')
  if (node.name === 'input') return attribute(node, 'type') === 'checkbox' ? (/\schecked/.test(node.attributes) ? '☑ ' : '☐ ') : ''
  if (BLOCKS.has(node.name)) return `\n${block(node)}\n`
  if (node.name === 'code' || node.name === 'kbd' || node.name === 'tt' || node.name === 'samp') return marked(node.children.map(bare).join('').replace(/\s+/g, ' '), '`')
  const inner = node.children.map(inline).join('')
  if (node.name === 'a') return linked(inner, attribute(node, 'href'))
  return styled(node, inner)
}

function styled(tag: Tag, inner: string): string {
  const style = attribute(tag, 'style').toLowerCase()
  const weight = /font-weight:\s*(\w+)/.exec(style)?.[1]
  let out = inner
  // Some tools wrap everything in a bold that is said to be normal.
  if (weight ? weight === 'bold' || Number(weight) >= 600 : tag.name === 'b' || tag.name === 'strong') out = marked(out, '*')
  if (/font-style:\s*italic/.test(style) || ((tag.name === 'i' || tag.name === 'em') && !/font-style:\s*normal/.test(style))) out = marked(out, '_')
  if (['s', 'del', 'strike'].includes(tag.name) || /text-decoration[^;]*line-through/.test(style)) out = marked(out, '~')
  return out
}

function linked(inner: string, href: string): string {
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return inner
  const label = inner.trim().replace(/[[\]]/g, '').replace(/\s+/g, ' ')
  const address = href.replaceAll(' ', '%20')
  return !label || label === address || `${label}/` === address || `mailto:${label}` === address ? address.replace(/^mailto:/i, '') : `[${label}](${address})`
}

function block(tag: Tag): string {
  switch (tag.name) {
    case 'pre':
      return `\`\`\`\n${tag.children.map(bare).join('').replace(/(?<!\n)\n+$/, '')}\n\`\`\``
    case 'hr':
      return ''
    case 'ul':
    case 'ol':
      return items(tag)
    case 'blockquote':
      return flow(tag).split('\n').map((row) => `> ${row}`).join('\n')
    case 'table':
      return table(tag)
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return marked(flow(tag).replaceAll('*', ''), '*')
    default:
      return flow(tag)
  }
}

/** What stands in a block: words that run on, and blocks below each other. Paragraphs have a blank line between them. */
function flow(tag: Tag): string {
  let out = ''
  for (const node of tag.children) {
    if (typeof node === 'string' || !BLOCKS.has(node.name)) {
      const said = inline(node)
      out += /(^|[ \n])$/.test(out.slice(-1)) ? said.replace(/^ +/, '') : said
      continue
    }
    const said = block(node)
    if (!said.trim()) continue
    const apart = /^(p|h[1-6])$/.test(node.name)
    out = `${out.replace(/(?<![ \n])[ \n]+$/, '')}${out.trim() ? (apart ? '\n\n' : '\n') : ''}${said}${apart ? '\n\n' : '\n'}`
  }
  return out.replace(/^\n+|(?<![ \n])[ \n]+$/g, '')
}

function items(list: Tag): string {
  const start = Number(attribute(list, 'start') || 1)
  let number = start - 1
  return list.children
    .flatMap((node) => {
      if (typeof node === 'string') return []
      // Some tools put a list beside the items instead of into one.
      if (node.name === 'ul' || node.name === 'ol') return [indented(items(node))]
      if (node.name !== 'li') return []
      number += 1
      const [first = '', ...rest] = flow(node).split(/\n+/)
      return [`${list.name === 'ol' ? `${number}.` : '-'} ${first}`, ...(rest.length ? [indented(rest.join('\n'))] : [])]
    })
    .join('\n')
}

/** No list is indented more often than this. */
const STEPS_MAX = 8
const indented = (text: string): string => (text.includes('    '.repeat(STEPS_MAX)) ? text : text.split('\n').map((row) => `    ${row}`).join('\n'))

/** A table as columns of code, since a message has none. */
function table(tag: Tag): string {
  const found: Tag[] = []
  const walk = (node: Tag | string): void => {
    if (typeof node === 'string') return
    if (node.name === 'tr') found.push(node)
    else node.children.forEach(walk)
  }
  walk(tag)
  const rows = found.map((row) => row.children.flatMap((cell) => (typeof cell === 'string' || !/^t[dh]$/.test(cell.name) ? [] : [bare(cell).replace(/\s+/g, ' ').trim()])))
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
  return lines.length ? `\`\`\`\n${lines.join('\n')}\n\`\`\`` : ''
}
