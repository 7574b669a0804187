// What a small grey line says, in the reader's language: the server's own words are English.

import type { Message } from '../api/types.ts'
import type { Key } from '../i18n/index.svelte.ts'

export interface Said {
  key: Key
  values?: Record<string, string>
  /** Text of a person that follows, as mrkdwn. */
  text?: string
}

/** The subtype, whichever kind of channel it is said in. */
const kindOf = (message: Message): string => (message.subtype ?? '').replace(/^(channel|group)_/, '')

/** What several people did alike, said behind their names. */
export interface Part {
  key: 'notice.join' | 'notice.left' | 'notice.changed'
  /** A message of each of them, the first. */
  of: Message[]
}

/** A run of quiet lines in a few words: who came, who went, and who set something. */
export function summed(messages: readonly Message[]): Part[] {
  const parts = new Map<Part['key'], Map<string, Message>>()
  for (const message of messages) {
    const kind = kindOf(message)
    const key = kind === 'join' ? 'notice.join' : kind === 'leave' ? 'notice.left' : 'notice.changed'
    const people = parts.get(key) ?? new Map<string, Message>()
    const who = message.user ?? message.username ?? ''
    if (!people.has(who)) people.set(who, message)
    parts.set(key, people)
  }
  return [...parts].map(([key, people]) => ({ key, of: [...people.values()] }))
}

/** What the line says behind the name; nothing for a line of a kind that is not known. */
export function said(message: Message): Said | undefined {
  switch (kindOf(message)) {
    case 'leave':
      return { key: 'notice.left.one' }
    case 'archive':
      return { key: 'notice.archive' }
    case 'unarchive':
      return { key: 'notice.unarchive' }
    case 'pinned_item':
      return { key: 'notice.pin' }
    case 'topic':
      return message.topic ? { key: 'notice.topic', text: message.topic } : message.topic === '' ? { key: 'notice.topic.none' } : undefined
    case 'purpose':
      return message.purpose ? { key: 'notice.purpose', text: message.purpose } : message.purpose === '' ? { key: 'notice.purpose.none' } : undefined
    case 'name':
      return message.name && message.old_name ? { key: 'notice.name', values: { old: message.old_name, name: message.name } } : undefined
    default:
      return undefined
  }
}
