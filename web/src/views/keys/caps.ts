// Keys as they are printed on a keyboard.

import { t } from '../../i18n/index.svelte.ts'

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

const SIGNS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', alt: mac ? '⌥' : 'Alt' }

/** The caps of `mod+shift+a`, one after another. */
export function caps(keys: string): string[] {
  const words: Record<string, () => string> = {
    mod: () => (mac ? '⌘' : t('keys.ctrl')),
    shift: () => (mac ? '⇧' : t('keys.shift')),
    Enter: () => t('keys.enterKey'),
    Escape: () => t('keys.escapeKey'),
    Delete: () => t('keys.deleteKey'),
  }
  return keys.split('+').map((key) => SIGNS[key] ?? words[key]?.() ?? key.toUpperCase())
}
