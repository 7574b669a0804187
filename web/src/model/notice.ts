// What a small grey line says, in the reader's language: the server's own words are English.

import type { Message } from '../api/types.ts'
import type { Key } from '../i18n/index.svelte.ts'

export interface Said {
  key: Key
  values?: Record<string, string>
  /** Text of a person that follows, as mrkdwn. */
  text?: string
}

/** What the line says behind the name; nothing for a line of a kind that is not known. */
export function said(message: Message): Said | undefined {
  switch ((message.subtype ?? '').replace(/^(channel|group)_/, '')) {
    case 'leave':
      return { key: 'notice.leave' }
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
