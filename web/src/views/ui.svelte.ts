// What is open on the page and belongs to no single component: dialogs, the emoji picker, attention.

import type { Ts } from '../api/types.ts'
import type { Point } from './menu/context.ts'
import type { DialogName } from './registry.ts'
import type { IconName } from './shell/Icon.svelte'

/** Which dialog is open, and what it is about. */
export interface DialogRequest {
  name: DialogName
  channel?: string
  /** A message of the channel. */
  ts?: Ts
  person?: string
  /** An entry of a list: a section of the sidebar, a scheduled message, a bookmark, a user group. */
  id?: string
  /** The channel was made just now. */
  fresh?: boolean
  /** Which page of a dialog with several. */
  page?: string
}

export interface PickerRequest {
  anchor: DOMRect
  /** Gets the chosen name; the picker closes by itself. */
  pick: (name: string) => void
  /** Where the focus goes back to. */
  from: HTMLElement | undefined
}

export interface MenuEntry {
  label: string
  icon?: IconName
  /** The key that does the same on the thing itself, to be learned by the way. */
  key?: string
  danger?: boolean
  /** Whether it is so already; left out where nothing can be so. */
  checked?: boolean
  /** Stands apart from the entry before. */
  apart?: boolean
  run?: () => void
  /** A menu of its own behind it. */
  entries?: MenuEntry[]
}

/** An emoji one reacts with at once. */
export interface Quick {
  label: string
  emoji: string
  run: () => void
}

export interface MenuRequest {
  anchor: DOMRect
  label: string
  entries: MenuEntry[]
  /** Stand in one row above the entries. */
  quick?: Quick[]
  /** Where the focus goes back to. */
  from: HTMLElement
  /** What the menu is about, so that it can show itself as meant. */
  about?: string
}

class Ui {
  dialog = $state.raw<DialogRequest | undefined>()
  picker = $state.raw<PickerRequest | undefined>()
  menu = $state.raw<MenuRequest | undefined>()
  /** Whether the person is looking: the page is shown and has the focus. */
  attentive = $state(document.visibilityState === 'visible' && document.hasFocus())
  /** The moment days are counted from; moves once a minute, so that "Today" becomes "Yesterday". */
  now = $state.raw(new Date())

  watch(): () => void {
    const look = (): void => {
      this.attentive = document.visibilityState === 'visible' && document.hasFocus()
    }
    addEventListener('focus', look)
    addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    const timer = setInterval(() => (this.now = new Date()), 60_000)
    return () => {
      removeEventListener('focus', look)
      removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
      clearInterval(timer)
    }
  }

  /** Opens a menu beside what it belongs to, or where the pointer is. */
  openMenu(from: HTMLElement, request: Omit<MenuRequest, 'anchor' | 'from'>, at?: Point): void {
    const pointed = at && (at.clientX || at.clientY) ? new DOMRect(at.clientX, at.clientY, 0, 0) : undefined
    this.menu = { ...request, from, anchor: pointed ?? from.getBoundingClientRect() }
  }

  openPicker(from: HTMLElement, pick: (name: string) => void): void {
    this.picker = { anchor: from.getBoundingClientRect(), pick, from }
  }
}

export const ui = new Ui()
