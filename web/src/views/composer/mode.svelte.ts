// In which field one writes, and whether the formats stand above it. It is a matter of the keyboard and the screen, so each
// browser has its own. The rich field is the usual one; its code comes when the person first does something in the page, and
// until then, or where it cannot be had, the plain one takes what is typed.

import type { Component } from 'svelte'

import type { Field, FieldProps } from './field.ts'

const RICH = 'comity.rich'
const FORMATS = 'comity.formats'

const stored = (name: string, otherwise: boolean): boolean => {
  const found = localStorage.getItem(name)
  return found === null ? otherwise : found === 'yes'
}

class Mode {
  rich = $state(stored(RICH, true))
  formats = $state(stored(FORMATS, false))
  /** The rich field, once it is there and wanted. */
  private loaded = $state.raw<Component<FieldProps, Field & Record<string, unknown>> | undefined>()
  private asked = false
  private watching = false

  get field(): Component<FieldProps, Field & Record<string, unknown>> | undefined {
    return this.rich ? this.loaded : undefined
  }

  /** There is a field: what a person does next, wherever it is, comes before what they write. */
  watch(): void {
    if (this.watching) return
    this.watching = true
    for (const act of ['keydown', 'pointerdown']) addEventListener(act, () => void this.load(), { capture: true, passive: true })
  }

  /** Somebody is about to write, or there is a text to show. */
  async load(): Promise<void> {
    if (!this.rich || this.asked) return
    this.asked = true
    const found = await import('./rich/RichField.svelte').catch(() => undefined)
    // Without a line to the server it is asked for again by the next one who writes.
    this.asked = found !== undefined
    this.loaded = found?.default
  }

  toggle(): void {
    this.rich = !this.rich
    localStorage.setItem(RICH, this.rich ? 'yes' : 'no')
    void this.load()
  }

  toggleFormats(): void {
    this.formats = !this.formats
    localStorage.setItem(FORMATS, this.formats ? 'yes' : 'no')
  }
}

export const mode = new Mode()
