// What a person typed, as the server wants it: `&`, `<`, `>` escaped, names turned into ids.

/** Finds the id behind a name that was typed, longest names first. */
export interface Names {
  user(name: string): string | undefined
  channel(name: string): string | undefined
  group(name: string): string | undefined
}

const escape = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const BROADCASTS = new Set(['here', 'channel', 'everyone'])

/** Code, which keeps its signs: a name inside it is not a mention. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/
/** A link with a label, as Markdown writes it. The address may hold one pair of round brackets. */
const LABELLED = /\[([^[\]\n]{1,400})\]\(((?:https?:\/\/|mailto:)[^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)\)/gi

/** Typed text to mrkdwn. */
export function outgoing(typed: string, names: Names): string {
  return typed
    .split(CODE)
    .map((part, index) => (index % 2 ? escape(part) : said(part, names)))
    .join('')
}

/** Text outside of code: labelled links first, since their address holds no names. */
function said(part: string, names: Names): string {
  let from = 0
  let out = ''
  for (const match of part.matchAll(LABELLED)) {
    const [whole, label = '', href = ''] = match
    out += mentions(escape(part.slice(from, match.index)), names) + `<${escape(href).replaceAll('|', '%7C')}|${escape(label)}>`
    from = match.index + whole.length
  }
  return out + mentions(escape(part.slice(from)), names)
}

function mentions(text: string, names: Names): string {
  return text.replace(/(^|[\s([{"'*_~])([@#])([^\s@#<>&,;:!?()[\]{}"]+)/gu, (whole, before: string, mark: string, word: string) => {
    // A full stop may end the sentence or belong to the name, so both are tried.
    for (let name = word; name; name = name.slice(0, -1)) {
      const found = mark === '@' ? person(name, names) : channel(name, names)
      if (found) return before + found + word.slice(name.length)
      if (!/[.\-_*~']$/.test(name)) break
    }
    return whole
  })
}

function person(name: string, names: Names): string | undefined {
  if (BROADCASTS.has(name)) return `<!${name}>`
  const id = names.user(name)
  if (id) return `<@${id}>`
  const group = names.group(name)
  return group && `<!subteam^${group}|@${name}>`
}

function channel(name: string, names: Names): string | undefined {
  const id = names.channel(name)
  return id && `<#${id}|${name}>`
}

/** A message's text as it goes back into the editor: ids turned into names, escapes undone. */
export function incoming(text: string, name: (kind: 'user' | 'channel' | 'group', id: string) => string): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g, (_, id: string) => `@${name('user', id)}`)
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^<>]*))?>/g, (_, id: string, label?: string) => `#${name('channel', id) || (label ?? id)}`)
    .replace(/<!subteam\^([A-Z0-9]+)(?:\|([^<>]*))?>/g, (_, id: string, label?: string) => `@${name('group', id) || (label ?? id).replace(/^@/, '')}`)
    .replace(/<!(here|channel|everyone)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<((?:https?:|mailto:)[^|<>]+)(?:\|([^<>]*))?>/g, (_, href: string, label?: string) =>
      label && label !== href && label !== href.replace(/^mailto:/, '') ? `[${label}](${href})` : href.replace(/^mailto:/, ''),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
