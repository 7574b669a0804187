// An attachment in the shape that is drawn. Old servers kept whatever was sent, so each part is looked at: one of another
// type says nothing, and the rest of the attachment is shown.

import type { Attachment, Block } from '../../api/types.ts'
import { list, loose, str } from './read.ts'

const WORDS = ['color', 'pretext', 'service_name', 'author_name', 'author_subname', 'author_link', 'title', 'title_link', 'text', 'fallback', 'image_url', 'thumb_url', 'footer', 'ts'] as const

/** The attachments of a message, each with the parts that can be shown. */
export const attachmentsOf = (value: unknown): Attachment[] => list(value).map(attachmentOf)

function attachmentOf(value: unknown): Attachment {
  const given = loose(value)
  const shown: Attachment = {
    mrkdwn_in: list(given['mrkdwn_in']).map(str),
    actions: list(given['actions']),
    fields: list(given['fields']).map(loose).map((field) => ({ title: str(field['title']), value: str(field['value']), short: field['short'] === true })),
    blocks: list(given['blocks']).map(loose).filter((block): block is Block => typeof block['type'] === 'string'),
  }
  for (const name of WORDS) {
    const said = str(given[name])
    if (said) shown[name] = said
  }
  return shown
}
