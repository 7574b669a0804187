// The messages of this installation that a text links to.

import type { Node } from '../../text/tree.ts'
import { fromPermalink, type Place } from '../nav.svelte.ts'

/** More than so many are not shown: a list of links stays a list of links. */
const MOST = 3

/** The place an address means, when it is one of this installation. */
export function ownPlace(href: string, origin: string): Place | undefined {
  if (!href.startsWith(`${origin}/`)) return undefined
  const url = new URL(href)
  return fromPermalink(url.pathname, url.search)
}

export interface Target {
  channel: string
  ts: string
  thread_ts?: string
}

export function linkedMessages(nodes: Node[], origin: string): Target[] {
  const found = new Map<string, Target>()
  const walk = (node: Node): void => {
    if (node.t === 'link') {
      const target = targetOf(node.href, origin)
      if (target) found.set(`${target.channel}/${target.ts}`, target)
    } else if (node.t === 'list') node.items.flat().forEach(walk)
    else if ('c' in node) node.c.forEach(walk)
  }
  nodes.forEach(walk)
  return [...found.values()].slice(0, MOST)
}

function targetOf(href: string, origin: string): Target | undefined {
  const match = href.startsWith(`${origin}/`) ? /\/archives\/([A-Z0-9]+)\/p(\d{10,})(\d{6})\/?(?:\?.*)?$/.exec(href) : null
  if (!match?.[1]) return undefined
  const thread = new URL(href).searchParams.get('thread_ts')
  return { channel: match[1], ts: `${match[2]}.${match[3]}`, ...(thread && /^\d+\.\d+$/.test(thread) && { thread_ts: thread }) }
}
