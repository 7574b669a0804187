// Signs that become formats as one types them, and the keys of the rich field.

import { baseKeymap, chainCommands, liftEmptyBlock, newlineInCode, setBlockType, splitBlockKeepMarks, toggleMark, wrapIn, lift } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { MarkType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState, Plugin } from 'prosemirror-state'

import type { Format } from '../editing.ts'
import { schema } from './schema.ts'

const { nodes, marks } = schema

/** `*words*` and its kin, once the closing sign is typed. */
function markRule(sign: string, type: MarkType): InputRule {
  const escaped = `\\${sign}`
  return new InputRule(new RegExp(`(?:^|[\\s(])${escaped}([^\\s${escaped}](?:[^${escaped}]*[^\\s${escaped}])?)${escaped}$`), (state, match, start, end) => {
    const words = match[1] ?? ''
    const from = start + match[0].indexOf(sign)
    if (state.doc.rangeHasMark(from, end, marks.code)) return null
    return state.tr.replaceWith(from, end, schema.text(words, type.create().addToSet(state.doc.resolve(from).marks()))).removeStoredMark(type)
  })
}

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-•]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d{1,3})\.\s$/, nodes.ordered_list, (match) => ({ order: Number(match[1]) }), (match, node) => node.childCount + Number(node.attrs['order']) === Number(match[1])),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    markRule('*', marks.bold),
    markRule('_', marks.italic),
    markRule('~', marks.strike),
    markRule('`', marks.code),
  ],
})

/** A new line, or the next item; an empty item or quoted line ends what it is in. */
export const newLine: Command = chainCommands(newlineInCode, splitListItem(nodes.list_item), liftEmptyBlock, splitBlockKeepMarks)

/** At the start of an item, the item becomes a line. */
const unlist: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  return empty && $from.parentOffset === 0 && liftListItem(nodes.list_item)(state, dispatch)
}

export const plugins = (): Plugin[] => [
  rules,
  history(),
  keymap({
    'Mod-z': undo,
    'Shift-Mod-z': redo,
    'Mod-y': redo,
    'Shift-Enter': newLine,
    Enter: newLine,
    Backspace: chainCommands(undoInputRule, unlist),
    Tab: sinkListItem(nodes.list_item),
    'Shift-Tab': liftListItem(nodes.list_item),
  }),
  keymap(baseKeymap),
]

const within = (state: EditorState, name: string): boolean => {
  const { $from } = state.selection
  return Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth).type.name).includes(name)
}

/** Puts the format on what is selected, or takes it off. */
export function formatting(state: EditorState, kind: Format): Command {
  switch (kind) {
    case 'codeblock':
      return setBlockType(within(state, 'code_block') ? nodes.paragraph : nodes.code_block)
    case 'quote':
      return within(state, 'blockquote') ? lift : wrapIn(nodes.blockquote)
    case 'bullet':
      return within(state, 'bullet_list') ? liftListItem(nodes.list_item) : wrapInList(nodes.bullet_list)
    case 'ordered':
      return within(state, 'ordered_list') ? liftListItem(nodes.list_item) : wrapInList(nodes.ordered_list)
    default:
      return toggleMark(marks[kind])
  }
}
