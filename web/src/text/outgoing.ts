// What a person typed, as the server wants it: `&`, `<`, `>` escaped, names turned into ids.

/** Finds the id behind a name that was typed, longest names first. */
export interface Names {
  user(name: string): string | undefined
  channel(name: string): string | undefined
}

const escape = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const BROADCASTS = new Set(['here', 'channel', 'everyone'])

/** Typed text to mrkdwn. Code keeps its signs: a name inside it is not a mention. */
export function outgoing(typed: string, names: Names): string {
  return typed
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => (index % 2 ? escape(part) : mentions(escape(part), names)))
    .join('')
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
  return id && `<@${id}>`
}

function channel(name: string, names: Names): string | undefined {
  const id = names.channel(name)
  return id && `<#${id}|${name}>`
}

/** A message's text as it goes back into the editor: ids turned into names, escapes undone. */
export function incoming(text: string, name: (kind: 'user' | 'channel', id: string) => string): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${name('user', id)}`)
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, label?: string) => `#${name('channel', id) || (label ?? id)}`)
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?:|mailto:)[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
