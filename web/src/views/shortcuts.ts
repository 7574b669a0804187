// Every shortcut of the page: what its keys are, what they do, and what the sheet says of them.

import { marks } from '../commands/marks.ts'
import { readEverything } from '../commands/unreads.ts'
import type { Key } from '../i18n/index.svelte.ts'
import { sections } from '../model/sections.ts'
import { model } from '../model/state.svelte.ts'
import { composing } from './composing.ts'
import { KEYS, type Action } from './message/actions.ts'
import { nav } from './nav.svelte.ts'
import { nextPane } from './panes.ts'
import { VIEWS } from './registry.ts'
import { ui } from './ui.svelte.ts'

export const GROUPS = ['go', 'read', 'self', 'message', 'composer'] as const

export interface Shortcut {
  /** `mod` is Ctrl, and Command on a Mac. The last part is a character, or the name of a key. */
  keys: string
  group: (typeof GROUPS)[number]
  label: Key
  /** What the keys do. Without it they belong to what has the focus, and stand here for the sheet. */
  run?: () => void
  /** Whether there is something to do; without it there always is. */
  when?: () => boolean
}

/** Goes to a view, where there is one by that name. */
const view = (name: string): Pick<Shortcut, 'run' | 'when'> => ({ run: () => nav.go({ view: name }), when: () => name in VIEWS })

/** Goes up or down the list of channels as the sidebar has it. */
function step(by: 1 | -1, unread: boolean): void {
  const list = sections(model).flatMap((section) => section.channels)
  const at = list.findIndex((channel) => channel.id === nav.place.channel)
  const ahead = by > 0 ? [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))] : [...list.slice(0, Math.max(at, 0)).reverse(), ...list.slice(at + 1).reverse()]
  const next = ahead.find((channel) => !unread || (!channel.is_muted && (channel.unread_count ?? 0) > 0))
  if (next) nav.go({ channel: next.id })
}

function read(id: string): void {
  const last = model.channels.get(id)?.latest
  if (last) void marks.read(id, last)
}

export const SHORTCUTS: Shortcut[] = [
  { keys: 'mod+k', group: 'go', label: 'keys.jump', run: () => (ui.dialog = { name: 'jump' }) },
  { keys: 'mod+shift+a', group: 'go', label: 'keys.unreads', ...view('unreads') },
  { keys: 'mod+shift+t', group: 'go', label: 'keys.threads', ...view('threads') },
  { keys: 'mod+shift+m', group: 'go', label: 'keys.mentions', ...view('mentions') },
  { keys: 'mod+shift+s', group: 'go', label: 'keys.saved', ...view('saved') },
  { keys: 'mod+shift+k', group: 'go', label: 'keys.write', run: () => (ui.dialog = { name: 'write' }) },
  { keys: 'mod+shift+e', group: 'go', label: 'keys.people', ...view('people') },
  { keys: 'alt+ArrowUp', group: 'go', label: 'keys.previous', run: () => step(-1, false) },
  { keys: 'alt+ArrowDown', group: 'go', label: 'keys.next', run: () => step(1, false) },
  { keys: 'alt+shift+ArrowUp', group: 'go', label: 'keys.previousUnread', run: () => step(-1, true) },
  { keys: 'alt+shift+ArrowDown', group: 'go', label: 'keys.nextUnread', run: () => step(1, true) },
  { keys: 'F6', group: 'go', label: 'keys.pane', run: () => nextPane(1) },
  { keys: 'shift+F6', group: 'go', label: 'keys.paneBack', run: () => nextPane(-1) },
  { keys: 'Escape', group: 'read', label: 'keys.read', run: () => nav.place.channel && read(nav.place.channel), when: () => atRest() && Boolean(nav.place.channel) },
  { keys: 'shift+Escape', group: 'read', label: 'keys.readAll', run: () => void readEverything(), when: () => atRest() },
  { keys: 'mod+shift+.', group: 'read', label: 'keys.details', run: details, when: () => Boolean(nav.place.channel) },
  { keys: 'mod+shift+y', group: 'self', label: 'keys.status', run: () => (ui.dialog = { name: 'status' }) },
  { keys: 'mod+,', group: 'self', label: 'keys.preferences', run: () => (ui.dialog = { name: 'preferences' }) },
  { keys: 'mod+/', group: 'self', label: 'keys.sheet', run: () => (ui.dialog = { name: 'keys' }) },
  { keys: 'ArrowUp', group: 'message', label: 'keys.messages' },
  { keys: 'Enter', group: 'message', label: 'keys.enter' },
  ...(Object.entries(KEYS) as [Action['name'], string][]).map(([name, keys]): Shortcut => ({ keys, group: 'message', label: `action.${name}` })),
  { keys: 'Enter', group: 'composer', label: 'keys.send' },
  { keys: 'ArrowUp', group: 'composer', label: 'keys.editLast' },
  { keys: 'mod+b', group: 'composer', label: 'composer.bold' },
  { keys: 'mod+i', group: 'composer', label: 'composer.italic' },
]

function details(): void {
  const { channel, details: open } = nav.place
  if (channel) nav.go(open ? { channel } : { channel, details: true })
}

/** Escape reads a channel only where it closes nothing: no dialog, no menu, no field with words in it. */
function atRest(): boolean {
  if (ui.dialog || ui.picker || document.querySelector('dialog[open], :popover-open')) return false
  const focused = document.activeElement
  if (focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement) return focused.value === ''
  if (focused instanceof HTMLElement && focused.isContentEditable) return focused.textContent === ''
  // Inside a message, Escape comes back out of it.
  const message = focused?.closest('[data-message]')
  return !message || message === focused
}

/** Where some keyboards need Shift for a character, the key's place counts too. */
const PLACES: Record<string, string> = { '.': 'Period', ',': 'Comma', '/': 'Slash' }

/** Whether these keys were pressed. */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+')
  const name = parts.at(-1) ?? ''
  const wants = (modifier: string): boolean => parts.includes(modifier)
  const right = event.key.toLowerCase() === name.toLowerCase() || (name in PLACES && event.code === PLACES[name])
  // A character that needs Shift on this keyboard is the character all the same.
  const shift = event.shiftKey === wants('shift') || (name in PLACES && event.key === name)
  return right && shift && event.altKey === wants('alt') && (event.ctrlKey || event.metaKey) === wants('mod')
}

/** Runs the shortcut that was pressed, if there is one with something to do. */
export function run(event: KeyboardEvent): void {
  if (event.defaultPrevented || composing(event)) return
  const found = SHORTCUTS.find((shortcut) => shortcut.run && pressed(event, shortcut.keys) && (shortcut.when?.() ?? true))
  if (!found) return
  event.preventDefault()
  found.run?.()
}
