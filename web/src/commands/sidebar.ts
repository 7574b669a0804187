// A person arranges their sidebar.

import { model } from '../model/state.svelte.ts'
import * as sections from '../model/sections.ts'
import { setPreference } from './channels.ts'
import { setPref } from './prefs.ts'
import { removed } from './undo.ts'

const put = (change: (kept: sections.Layout) => sections.Layout): Promise<void> => setPref(sections.LAYOUT, change(sections.layout(model)))

/** Names a section; one without an id is new, and the channel goes into it. */
export async function nameSection(id: string | undefined, name: string, channel?: string): Promise<void> {
  const section = id ?? `s${Date.now().toString(36)}`
  await put((kept) => {
    const next = sections.named(kept, section, name)
    return channel ? sections.placed(next, channel, section) : next
  })
  if (channel) await unstar(channel)
}

export async function deleteSection(id: string): Promise<void> {
  const before = sections.layout(model)
  await put((kept) => sections.without(kept, id))
  void removed('undo.section', () => put((kept) => sections.restored(kept, before, id)))
}

export const moveSection = (id: string, to: string): Promise<void> => put((kept) => sections.moved(kept, id, to))

export const foldSection = (id: string): Promise<void> => put((kept) => sections.toggled(kept, id))

export const unreadFirst = (on: boolean): Promise<void> => put((kept) => ({ ...kept, unreadFirst: on }))

/** Puts a channel into a section, one of the usual ones included. */
export async function moveChannel(channel: string, section: string): Promise<void> {
  if (section === 'starred') return setPreference(channel, { starred: true })
  const usual = (sections.USUAL as readonly string[]).includes(section)
  await put((kept) => sections.placed(kept, channel, usual ? undefined : section))
  await unstar(channel)
}

/** A star is a section too: who moves a channel elsewhere takes it down. */
async function unstar(channel: string): Promise<void> {
  if (model.channels.get(channel)?.is_starred) await setPreference(channel, { starred: false })
}
