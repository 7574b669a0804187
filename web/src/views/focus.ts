// Where the focus is: one policy for the whole page. `web/README.md` says it in words, `focus.test.mjs` walks every place.

import { onDestroy, tick } from 'svelte'

import { is } from '../style/media.ts'

/** What one writes messages in, in the panes of conversations: not in the cards of a view, nor where a message is edited. */
const FORM = ':is(#channel, #thread) > section > footer > form'
const COMPOSER = `${FORM} [data-compose]`
const MESSAGE = '[data-message]'
/** What takes letters or keys itself. */
const FIELD = 'input, textarea, select, [contenteditable], [role=listbox], [role=menu], [role=grid], [role=tablist], [role=radiogroup]'
const ABOVE = 'dialog[open], :popover-open'

/** Whether a field may have the focus unasked: on a phone its keyboard would cover half of what one came to read. */
const roomy = (): boolean => !is('narrow') && !matchMedia('(hover: none) and (pointer: coarse)').matches
const visible = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0
const lost = (): boolean => {
  const now = document.activeElement
  return !now || now === document.body || !visible(now)
}

/** The composer of the pane around an element, else the channel's, else the thread's that covers it. */
function composer(around?: Element | null): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(COMPOSER)].filter(visible)
  const pane = around?.closest('#channel, #thread')
  return all.find((field) => pane?.contains(field)) ?? all[0]
}

/** Puts the focus where one writes, unless a keyboard would jump up for it. */
export function compose(around?: Element | null): void {
  if (roomy()) composer(around)?.focus({ preventScroll: true })
}

/** Gives the focus back to what something was opened from, or, if that is gone, to where one writes. */
export function giveBack(opener: Element | null | undefined): void {
  if (opener instanceof HTMLElement && opener !== document.body && visible(opener)) opener.focus({ preventScroll: true })
  if (lost()) compose(opener)
}

/** A conversation was opened behind something that still stands above it. */
let owed = false

/** Called while a pane or a dialog is made: when it is gone, and the focus with it, the focus goes back. */
export function returning(): void {
  const opener = document.activeElement
  onDestroy(() =>
    void tick().then(() => {
      if (!owed) return lost() && giveBack(opener)
      owed = false
      compose()
    }),
  )
}

/** Which pane's composer is to have the focus once it is there. Whatever the person does meanwhile puts an end to it. */
let awaited: string | undefined

/** A conversation is being opened, which is always the person's own move. */
export const opening = (pane: string): void => void (awaited = pane)

/** What stood beside a conversation is being closed: it gives the focus back by itself. */
export const closing = (): void => void (awaited = undefined)

/** Whether this composer is the one that was opened; it is asked once. */
export function claim(form: HTMLElement): boolean {
  if (!awaited || !form.matches(FORM) || !form.closest(awaited)) return false
  awaited = undefined
  owed = roomy() && Boolean(document.querySelector(ABOVE))
  return roomy() && !owed
}

/** Focuses the first of these that is there and can be used. */
function first(within: HTMLElement, ...selectors: string[]): boolean {
  for (const selector of selectors) {
    const found = [...within.querySelectorAll<HTMLElement>(selector)].find((each) => visible(each) && !each.matches(':disabled, header *'))
    if (!found) continue
    found.focus()
    return true
  }
  return false
}

/** A dialog opens on its first field, else on its main action, else on its title: never on the way out, nor on what destroys. */
export function enter(dialog: HTMLElement): void {
  const field = 'input:not([type=hidden], [type=file]), textarea, select, [role=combobox], [contenteditable=true], [role=tab][aria-selected=true]'
  if (first(dialog, field, '.button.primary:not(.danger)', '.button:not(.danger)')) return
  const title = dialog.querySelector<HTMLElement>('h2')
  if (title) title.tabIndex = -1
  title?.focus()
}

/** A page before the workspace opens on its first field. */
export function arrive(page: HTMLElement): void {
  if (roomy()) first(page, 'input:not([readonly])')
}

/** Whether a pointer is down, or was let go just now: what gets the focus then was pointed at. */
let pointing = false
/** Whether the last key was one that leads somewhere. */
let leading = false
/** What was pointed at stays so when the focus is given back to it, until the keyboard leads there. */
const pointed = new WeakSet<Element>()

/** Whether the keyboard led to what has the focus: then keys act on it, else letters are meant for the composer. */
export const led = (): boolean => Boolean(document.activeElement && !pointed.has(document.activeElement))

function hear({ target }: FocusEvent): void {
  if (!(target instanceof Element)) return
  if (pointing) pointed.add(target)
  else if (leading) pointed.delete(target)
}

/** Letters, signs, the beginning of a letter with a mark or of a composition, and pasting. */
function writes(event: KeyboardEvent): boolean {
  const mac = /^Mac/.test(navigator.platform)
  const mod = (event.ctrlKey || event.metaKey) && !event.altKey
  if (mod) return event.key.toLowerCase() === 'v' && !event.shiftKey
  if ((event.altKey && !mac && !event.getModifierState('AltGraph')) || event.key === ' ') return false
  return [...event.key].length === 1 || event.key === 'Dead' || event.key === 'Process' || event.keyCode === 229
}

/** What is typed where nothing takes it goes to the composer, the first letter included: the field has the focus before it comes. */
function stray(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body
  if (event.defaultPrevented || target.closest(FIELD) || document.querySelector(ABOVE)) return
  if (writes(event)) composer(target)?.focus({ preventScroll: true })
}

/** Where one writes, these two still turn the pages of what one reads. */
function page(event: KeyboardEvent): void {
  const way = event.key === 'PageUp' ? -1 : event.key === 'PageDown' ? 1 : 0
  const section = (event.target as Element).closest(COMPOSER)?.closest('section')
  const list = way && !event.shiftKey ? section?.querySelector('[data-scroll]') : undefined
  if (!list) return
  list.scrollBy({ top: way * list.clientHeight * 0.9 })
  event.preventDefault()
}

/** A click that chooses nothing and marks no words leaves the focus where one writes. */
function rest(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : document.body
  const now = document.activeElement
  const nothing = lost() || (now?.matches(MESSAGE) && !led())
  if (nothing && target.closest('main') && document.getSelection()?.isCollapsed !== false && !document.querySelector(ABOVE)) compose(target)
}

/** Keeps to the policy until the answer is called. */
export function watchFocus(): () => void {
  const heard = new AbortController()
  const { signal } = heard
  const ahead = { capture: true, signal }
  addEventListener('pointerdown', () => ((pointing = true), (leading = false), closing()), ahead)
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => setTimeout(() => (pointing = false)), ahead)
  addEventListener('keydown', ({ key }) => ((pointing = false), (leading = /^(Tab|Arrow|Home|End|F6)/.test(key)), closing()), ahead)
  addEventListener('focusin', hear, ahead)
  addEventListener('keydown', (event) => (stray(event), page(event)), { signal })
  addEventListener('click', (event) => event.detail && rest(event), { signal })
  return () => heard.abort()
}
