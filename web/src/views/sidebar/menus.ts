// The menus of the sidebar: of a channel, and of a section.

import type { Channel } from '../../api/types.ts'
import { closeDirect, setPreference } from '../../commands/channels.ts'
import { deleteSection, moveChannel, moveSection, unreadFirst } from '../../commands/sidebar.ts'
import { readAll } from '../../commands/unreads.ts'
import { t, type Key } from '../../i18n/index.svelte.ts'
import { mayLeave } from '../../model/members.ts'
import { layout, type Section } from '../../model/sections.ts'
import { model } from '../../model/state.svelte.ts'
import { copy } from '../clipboard.ts'
import { ui, type MenuEntry } from '../ui.svelte.ts'

export const sectionName = (section: Pick<Section, 'id' | 'name'>): string => section.name ?? t(`nav.${section.id}` as Key)

export function channelMenu(channel: Channel): MenuEntry[] {
  const { id } = channel
  const direct = Boolean(channel.is_im || channel.is_mpim)
  const entries: (MenuEntry | false)[] = [
    (channel.unread_count ?? 0) > 0 && { label: t('timeline.markRead'), icon: 'check', run: () => void readAll(channel) },
    { label: t(channel.is_starred ? 'channel.unstar' : 'channel.star'), icon: 'star', run: () => void setPreference(id, { starred: !channel.is_starred }) },
    { label: t('channel.mute'), icon: 'mute', checked: channel.is_muted ?? false, run: () => void setPreference(id, { muted: !channel.is_muted }) },
    { label: t('section.move'), icon: 'folder', entries: moveMenu(channel) },
    { label: t('action.copyLink'), icon: 'link', apart: true, run: () => void copy(`${location.origin}/archives/${id}`) },
    direct && { label: t('section.close'), icon: 'close', run: () => void closeDirect(id) },
    mayLeave(model, channel) && { label: t('channel.leave'), icon: 'leave', danger: true, run: () => (ui.dialog = { name: 'leave', channel: id }) },
  ]
  return entries.filter((entry) => entry !== false)
}

/** Where a channel can stand; the place it has is checked. */
function moveMenu(channel: Channel): MenuEntry[] {
  const kept = layout(model)
  const home = channel.is_im || channel.is_mpim ? 'direct' : 'channels'
  const now = channel.is_starred ? 'starred' : (kept.of[channel.id] ?? home)
  const places = kept.order.filter((id) => id in kept.own || id === 'starred' || id === home)
  return [
    ...places.map((id): MenuEntry => ({ label: sectionName({ id, ...(kept.own[id] !== undefined && { name: kept.own[id] }) }), checked: id === now, run: () => void moveChannel(channel.id, id) })),
    { label: t('section.new'), icon: 'plus', apart: true, run: () => (ui.dialog = { name: 'section', channel: channel.id }) },
  ]
}

export function sectionMenu(section: Section): MenuEntry[] {
  const kept = layout(model)
  // Starred without anything in it is not shown, so one moves past it.
  const shown = kept.order.filter((id) => id !== 'starred' || [...model.channels.values()].some((channel) => channel.is_starred && channel.is_member !== false))
  const index = shown.indexOf(section.id)
  const [above, below] = [shown[index - 1], shown[index + 1]]
  const own = section.id in kept.own
  const entries: (MenuEntry | false | undefined)[] = [
    { label: t('section.new'), icon: 'plus', run: () => (ui.dialog = { name: 'section' }) },
    own && { label: t('section.rename'), icon: 'edit', run: () => (ui.dialog = { name: 'section', id: section.id }) },
    above !== undefined && { label: t('section.up'), icon: 'up', run: () => void moveSection(section.id, above) },
    below !== undefined && { label: t('section.down'), icon: 'down', run: () => void moveSection(section.id, below) },
    { label: t('section.unreadFirst'), checked: kept.unreadFirst, apart: true, run: () => void unreadFirst(!kept.unreadFirst) },
    own && { label: t('section.delete'), icon: 'trash', danger: true, apart: true, run: () => void deleteSection(section.id) },
  ]
  return entries.filter((entry): entry is MenuEntry => Boolean(entry))
}
