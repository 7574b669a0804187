// The syntax tree that message text becomes. Both mrkdwn and Block Kit's rich text are read into it, and one set of
// components shows it, so nothing between the server and the page is ever a string of HTML.

export type Node =
  | { t: 'text'; s: string }
  | { t: 'break' }
  | { t: 'bold'; c: Node[] }
  | { t: 'italic'; c: Node[] }
  | { t: 'strike'; c: Node[] }
  | { t: 'underline'; c: Node[] }
  | { t: 'code'; s: string }
  | { t: 'pre'; s: string; language?: string }
  | { t: 'quote'; c: Node[] }
  | { t: 'link'; href: string; c: Node[] }
  | { t: 'user'; id: string; label?: string; code?: true }
  | { t: 'channel'; id: string; label?: string }
  | { t: 'group'; id: string; label?: string; code?: true }
  | { t: 'broadcast'; range: string; code?: true }
  | { t: 'date'; at_s: number; format: string; href?: string; fallback: string }
  | { t: 'emoji'; name: string; tone?: number; unicode?: string }
  | { t: 'list'; ordered: boolean; indent: number; start: number; items: Node[][] }
  | { t: 'color'; value: string }
  | { t: 'para'; c: Node[] }
  | { t: 'heading'; level: number; c: Node[] }
  | { t: 'rule' }
  | { t: 'table'; head: Node[][]; rows: Node[][][]; align: Align[] }

export type Align = 'left' | 'center' | 'right'

export const text = (s: string): Node => ({ t: 'text', s })

/** The address when it is one a message may link to, else nothing: only the web and mail. */
export function safeHref(href: string): string | undefined {
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return undefined
  try {
    const url = new URL(href)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

/** The tree as plain text, for labels, announcements and notifications. */
export function plain(nodes: Node[], name: (kind: 'user' | 'channel' | 'group', id: string) => string): string {
  return nodes
    .map((node): string => {
      switch (node.t) {
        case 'text':
        case 'code':
        case 'pre':
          return node.s
        case 'break':
        case 'rule':
          return ' '
        case 'color':
          return node.value
        case 'table':
          return [node.head, ...node.rows].map((row) => row.map((cell) => plain(cell, name)).join(' ')).join(' ')
        case 'para':
        case 'heading':
          return `${plain(node.c, name)} `
        case 'bold':
        case 'italic':
        case 'strike':
        case 'underline':
        case 'quote':
        case 'link':
          return plain(node.c, name)
        case 'user':
          return `@${name('user', node.id)}`
        case 'channel':
          return `#${name('channel', node.id) || (node.label ?? '')}`
        case 'group':
          return node.label ?? `@${name('group', node.id)}`
        case 'broadcast':
          return `@${node.range}`
        case 'date':
          return node.fallback
        case 'emoji':
          return node.unicode ?? `:${node.name}:`
        case 'list':
          return node.items.map((item) => plain(item, name)).join(' ')
      }
    })
    .join('')
}
