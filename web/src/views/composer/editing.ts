// What keys and buttons do to typed text, as pure functions of the text and the selection.

/** The text as it is to be, and what is selected in it then. */
export interface Edit {
  text: string
  start: number
  end: number
}

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'codeblock' | 'bullet' | 'ordered' | 'quote'

const MARKS: Partial<Record<Format, string>> = { bold: '*', italic: '_', strike: '~', code: '`' }

/** The format a key stands for, as Slack's clients have them. */
export function formatOf(event: KeyboardEvent): Format | 'link' | undefined {
  if (!(event.ctrlKey || event.metaKey)) return undefined
  const key = event.key.toLowerCase()
  if (event.altKey) return event.shiftKey && event.code === 'KeyC' ? 'codeblock' : undefined
  if (!event.shiftKey) return ({ b: 'bold', i: 'italic' } as const)[key]
  // With Shift the digits are other signs, and not the same ones on every keyboard.
  return ({ KeyX: 'strike', KeyC: 'code', KeyU: 'link', Digit7: 'ordered', Digit8: 'bullet', Digit9: 'quote' } as const)[event.code]
}

export function format(edit: Edit, kind: Format): Edit {
  const mark = MARKS[kind]
  if (mark) return wrap(edit, mark)
  return kind === 'codeblock' ? fence(edit) : prefix(edit, kind as 'bullet' | 'ordered' | 'quote')
}

/** Puts `mark` around the selection, or takes it away when it is there. */
function wrap({ text, start, end }: Edit, mark: string): Edit {
  const size = mark.length
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
    return { text: text.slice(0, start - size) + text.slice(start, end) + text.slice(end + size), start: start - size, end: end - size }
  }
  return { text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end), start: start + size, end: end + size }
}

/** Makes the selection a block of code on lines of its own. */
function fence({ text, start, end }: Edit): Edit {
  const before = text.slice(0, start)
  const after = text.slice(end)
  const open = `${before && !before.endsWith('\n') ? '\n' : ''}\`\`\`\n`
  const close = `\n\`\`\`${after.startsWith('\n') ? '' : '\n'}`
  const from = start + open.length
  return { text: before + open + text.slice(start, end) + close + after, start: from, end: from + end - start }
}

const MARKERS = { bullet: /^- /, ordered: /^\d{1,3}\. /, quote: /^> / }

/** Begins every line that is touched so, or takes the beginning away when each has it. */
function prefix({ text, start, end }: Edit, kind: 'bullet' | 'ordered' | 'quote'): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end)
  const rows = text.slice(from, to).split('\n')
  const all = rows.every((row) => MARKERS[kind].test(row))
  const made = rows.map((row, index) => {
    const bare = row.replace(kind === 'quote' ? MARKERS.quote : /^(?:- |\d{1,3}\. )/, '')
    return all ? bare : (kind === 'ordered' ? `${index + 1}. ` : kind === 'bullet' ? '- ' : '> ') + bare
  })
  const block = made.join('\n')
  const moved = (made[0]?.length ?? 0) - (rows[0]?.length ?? 0)
  return { text: text.slice(0, from) + block + text.slice(to), start: Math.max(from, start + moved), end: Math.max(from, end + block.length - (to - from)) }
}

/** Whether the place is inside a block of code that is not closed before it. */
export const inFence = (text: string, at: number): boolean => text.slice(0, at).split('```').length % 2 === 0

/** A new line that goes on with the list or quote it is in, or ends it when its item is empty. Nothing where there is none. */
export function newline({ text, start, end }: Edit): Edit | undefined {
  if (start !== end || inFence(text, start)) return undefined
  const from = text.lastIndexOf('\n', start - 1) + 1
  const match = /^([ \t]*)(?:([-•>]) |(\d{1,3})\. )(.*)$/.exec(text.slice(from, start))
  if (!match) return undefined
  const [, blank = '', sign, number, said = ''] = match
  if (!said.trim()) return { text: text.slice(0, from) + text.slice(start), start: from, end: from }
  const next = `\n${blank}${sign ?? `${Number(number) + 1}.`} `
  return { text: text.slice(0, start) + next + text.slice(end), start: start + next.length, end: start + next.length }
}

/** A link with a label, as it is typed. */
export function link({ text, start, end }: Edit, label: string, href: string): Edit {
  const words = label.replace(/[[\]\n]/g, ' ').trim()
  const made = words && words !== href ? `[${words}](${href})` : href
  return { text: text.slice(0, start) + made + text.slice(end), start: start + made.length, end: start + made.length }
}

/** An address as people type it, made whole; nothing when it is none. */
export function address(typed: string): string | undefined {
  const said = typed.trim()
  if (/^(https?:\/\/|mailto:)\S+$/i.test(said)) return said
  if (/^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(said)) return `mailto:${said}`
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(said) ? `https://${said}` : undefined
}

/** The smallest part that differs, so that the browser's own undo can take it back. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1
  let same = 0
  while (same < before.length - from && same < after.length - from && before.at(-1 - same) === after.at(-1 - same)) same += 1
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) }
}
