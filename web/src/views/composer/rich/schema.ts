// What a message can hold while it is written with formats: lines, quotes, lists and code.

import { Schema } from 'prosemirror-model'

/** Each line and each list is written from the side its letters are. */
const AUTO = { dir: 'auto' }

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    /** A line. */
    paragraph: { group: 'block', content: 'text*', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', AUTO, 0] },
    blockquote: { group: 'block', content: '(paragraph | list)+', defining: true, toDOM: () => ['blockquote', AUTO, 0] },
    code_block: { group: 'block', content: 'text*', marks: '', code: true, defining: true, toDOM: () => ['pre', AUTO, ['code', 0]] },
    bullet_list: { group: 'block list', content: 'list_item+', toDOM: () => ['ul', AUTO, 0] },
    ordered_list: { group: 'block list', content: 'list_item+', attrs: { order: { default: 1 } }, toDOM: (node) => ['ol', node.attrs['order'] === 1 ? AUTO : { ...AUTO, start: String(node.attrs['order']) }, 0] },
    list_item: { content: 'paragraph list*', defining: true, toDOM: () => ['li', 0] },
    text: {},
  },
  marks: {
    link: { attrs: { href: {} }, inclusive: false, toDOM: (mark) => ['a', { href: String(mark.attrs['href']), rel: 'noopener noreferrer nofollow' }, 0] },
    bold: { toDOM: () => ['strong', 0] },
    italic: { toDOM: () => ['em', 0] },
    strike: { toDOM: () => ['s', 0] },
    code: { excludes: '_', code: true, toDOM: () => ['code', 0] },
  },
})
