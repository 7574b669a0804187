// Copying messages: the clipboard gets names, times and what was said. What the page adds for the eye or for a screen reader —
// marks, statuses, reactions, buttons — is no part of it.

/** What was not said: marked so, said to screen readers only, drawn, or pressed. A mention is a button, too, but was said. */
const UNSAID = '[data-unsaid], .hidden-label, svg, button:not([data-said]), input, form, [role=toolbar]'
/** What keeps its form; of everything else the words are taken. */
const FORMS = new Set(['A', 'B', 'BLOCKQUOTE', 'BR', 'CODE', 'EM', 'LI', 'OL', 'P', 'PRE', 'S', 'STRONG', 'TABLE', 'TBODY', 'TD', 'TH', 'THEAD', 'TR', 'U', 'UL'])
const LINES = new Set(['BLOCKQUOTE', 'DIV', 'LI', 'OL', 'P', 'PRE', 'TABLE', 'TR', 'UL'])

const make = (tag: string, ...children: (Node | string)[]): HTMLElement => {
  const element = document.createElement(tag)
  element.append(...children)
  return element
}

/** The part of a range that lies in an element, if there is one. */
function within(range: Range, element: Element): Range | undefined {
  if (!range.intersectsNode(element)) return undefined
  const part = document.createRange()
  part.selectNodeContents(element)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part.collapsed ? undefined : part
}

/** What was said in a piece of the page, without what the page adds and without its looks. */
function said(node: Node): (Node | string)[] {
  if (node instanceof Text) return /^\s*\n\s*$/.test(node.data) ? [] : [node.data]
  if (!(node instanceof Element)) return node instanceof DocumentFragment ? [...node.childNodes].flatMap(said) : []
  if (node.matches(UNSAID)) return []
  if (node instanceof HTMLImageElement) return /^:.+:$/.test(node.alt) ? [node.alt] : []
  const children = [...node.childNodes].flatMap(said)
  if (!FORMS.has(node.tagName)) return LINES.has(node.tagName) && children.length ? [make('div', ...children)] : children
  const kept = make(node.tagName, ...children)
  if (node instanceof HTMLAnchorElement) kept.setAttribute('href', node.href)
  if (node instanceof HTMLOListElement && node.start !== 1) kept.setAttribute('start', String(node.start))
  const deep = /\bindent-(\d)\b/.exec(node.className)?.[1]
  if (deep) kept.dataset['indent'] = deep
  return [kept]
}

/** The same as plain text, with the signs one would type for lists and quotes. */
function plain(node: Node): string {
  if (node instanceof Text) return node.data
  if (node.nodeName === 'BR') return '\n'
  const parts = [...node.childNodes].map((child): string => {
    const words = plain(child)
    if (child.nodeName === 'LI') return `\n${mark(child as HTMLElement)}${words.trim().replaceAll('\n', '\n    ')}`
    if (child.nodeName === 'BLOCKQUOTE') return `\n${words.trim().replaceAll(/^/gm, '> ')}\n`
    if (child.nodeName === 'TD' || child.nodeName === 'TH') return `${words.trim()}\t`
    return LINES.has(child.nodeName) ? `\n${words.replaceAll(/^\n+|\n+$/g, '')}\n` : words
  })
  return parts.join('').replaceAll(/\n{3,}/g, '\n\n')
}

function mark(item: HTMLElement): string {
  const list = item.parentElement
  const blanks = '    '.repeat(Number(list?.dataset['indent'] ?? 0))
  return list instanceof HTMLOListElement ? `${blanks}${list.start + [...list.children].indexOf(item)}. ` : `${blanks}• `
}

const words = (element: Element | null | undefined): string => make('div', ...(element ? said(element) : [])).textContent?.trim() ?? ''

/** Who said it and when: as far as it was marked, or because without it nobody would know whose the first words are. */
function head(range: Range, article: Element, first: boolean): string[] {
  const name = article.querySelector('[data-name]')
  const time = words(article.querySelector('time'))
  if (name) return within(range, name) ? [words(name), time] : []
  if (!first || article.querySelector('[data-body=notice]')) return []
  let before = article.previousElementSibling
  while (before && !before.querySelector('[data-name]')) before = before.previousElementSibling
  return before ? [words(before.querySelector('[data-name]')), time] : []
}

/** What is copied of a selection, or nothing where the browser's own way is right: in a word or two, a name, a block of code. */
export function copied(selection: Selection): { plain: string; html: string } | undefined {
  const rows: HTMLElement[] = []
  for (let index = 0; index < selection.rangeCount; index += 1) {
    const range = selection.getRangeAt(index)
    const common = range.commonAncestorContainer
    if (common instanceof Text || (common instanceof Element && common.closest('pre, [data-compose], [data-name]'))) return undefined
    const all = [...document.querySelectorAll('[data-message]')].filter((article) => within(range, article))
    const several = all.length > 1
    for (const article of all) {
      const body = article.querySelector('[data-body]')
      const part = body && within(range, body)
      const spoken = part ? said(wrapped(part, body)) : []
      const who = head(range, article, several && rows.length === 0)
      if (who.length) rows.push(make('p', make('strong', who[0] ?? ''), ` ${who[1] ?? ''}`))
      if (spoken.length) rows.push(make('div', ...spoken))
    }
  }
  if (!rows.length) return undefined
  // The first words below a name follow it; the next name stands apart.
  const text = rows.map((row, index) => `${index && row.nodeName === 'P' ? '\n' : ''}${plain(row).trim()}`).join('\n')
  const root = make('div', ...rows)
  root.querySelectorAll<HTMLElement>('[data-indent]').forEach((list) => delete list.dataset['indent'])
  return { plain: text, html: new XMLSerializer().serializeToString(root) }
}

/** A part of a message with the forms it lies in: words that were marked inside of a list are an item of it. */
function wrapped(part: Range, body: Element): Node {
  let piece: Node = part.cloneContents()
  const common = part.commonAncestorContainer
  for (let around = common instanceof Element ? common : common.parentElement; around && around !== body; around = around.parentElement) {
    const shell = around.cloneNode(false)
    shell.appendChild(piece)
    piece = shell
  }
  return piece
}

/** Copies messages this way until the answer is called. */
export function watchCopying(): () => void {
  const copy = (event: ClipboardEvent): void => {
    const selection = document.getSelection()
    const target = event.target instanceof Element ? event.target : undefined
    if (!selection || selection.isCollapsed || !event.clipboardData || target?.closest('textarea, input, [contenteditable]')) return
    const found = copied(selection)
    if (!found) return
    event.clipboardData.setData('text/plain', found.plain)
    event.clipboardData.setData('text/html', found.html)
    event.preventDefault()
  }
  document.addEventListener('copy', copy)
  return () => document.removeEventListener('copy', copy)
}
