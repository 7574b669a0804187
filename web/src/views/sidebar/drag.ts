// Channels and sections are carried to another place in the sidebar. All of it can also be done from the menus.

import type { Attachment } from 'svelte/attachments'

import { moveChannel, moveSection } from '../../commands/sidebar.ts'

const CHANNEL = 'application/x-comity-channel'
const SECTION = 'application/x-comity-section'

/** Something that can be picked up with the mouse. A finger that stays on it asks for its menu. */
export const carried =
  (kind: 'channel' | 'section', id: string): Attachment<HTMLElement> =>
  (element) => {
    const heard = new AbortController()
    const press = (event: PointerEvent): void => {
      element.draggable = event.pointerType === 'mouse'
    }
    const start = (event: DragEvent): void => {
      event.stopPropagation()
      event.dataTransfer?.setData(kind === 'channel' ? CHANNEL : SECTION, id)
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    }
    element.addEventListener('pointerdown', press, { signal: heard.signal })
    element.addEventListener('dragstart', start, { signal: heard.signal })
    return () => heard.abort()
  }

/** A section takes channels into itself, and other sections into its place. */
export const taking =
  (section: string): Attachment<HTMLElement> =>
  (element) => {
    const heard = new AbortController()
    const on = (type: 'dragover' | 'dragleave' | 'drop', hear: (event: DragEvent) => void): void => element.addEventListener(type, hear, { signal: heard.signal })
    const ours = (event: DragEvent): boolean => [CHANNEL, SECTION].some((type) => event.dataTransfer?.types.includes(type))
    on('dragover', (event) => {
      if (!ours(event)) return
      event.preventDefault()
      element.dataset['over'] = ''
    })
    on('dragleave', (event) => {
      if (!element.contains(event.relatedTarget as Node | null)) delete element.dataset['over']
    })
    on('drop', (event) => {
      delete element.dataset['over']
      if (!ours(event)) return
      event.preventDefault()
      const channel = event.dataTransfer?.getData(CHANNEL)
      const moved = event.dataTransfer?.getData(SECTION)
      if (channel) void moveChannel(channel, section)
      else if (moved) void moveSection(moved, section)
    })
    return () => heard.abort()
  }
