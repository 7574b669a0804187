// What is open on the page and belongs to no single component: dialogs, the emoji picker, attention.

import type { Ts } from '../api/types.ts'
import type { DialogName } from './registry.ts'

/** Which dialog is open, and what it is about. */
export interface DialogRequest {
  name: DialogName
  channel?: string
  /** A message of the channel. */
  ts?: Ts
  person?: string
}

export interface PickerRequest {
  anchor: DOMRect
  /** Gets the chosen name; the picker closes by itself. */
  pick: (name: string) => void
  /** Where the focus goes back to. */
  from: HTMLElement | undefined
}

class Ui {
  dialog = $state.raw<DialogRequest | undefined>()
  picker = $state.raw<PickerRequest | undefined>()
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

  openPicker(from: HTMLElement, pick: (name: string) => void): void {
    this.picker = { anchor: from.getBoundingClientRect(), pick, from }
  }
}

export const ui = new Ui()
