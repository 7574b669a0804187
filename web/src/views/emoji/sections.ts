// The sections of the picker: what was chosen last, the workspace's own, and the groups that everybody has.

import type { Key } from '../../i18n/index.svelte.ts'
import type { Emoji } from '../../text/emoji.svelte.ts'

/** An emoji as the picker offers it: of the table, or of the workspace, which has a name only. */
export type Offered = Pick<Emoji, 'name'> & Partial<Emoji>

export interface Section {
  id: string
  label: Key
  /** Its line icon, as the path of a field of twenty. */
  icon: string
  all: Offered[]
}

const ICONS: Record<string, string> = {
  recent: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l3 2',
  custom: 'M4 8h12l-1-4H5zM5 8v8h10V8M8 16v-4h4v4',
  0: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 11.5c.8 1.3 1.8 2 3 2s2.200-.7 3-2M7.700 8h.01M12.300 8h.01',
  1: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.500c.5-3 2.700-4.500 6-4.500s5.500 1.500 6 4.500',
  3: 'M4 16.500C3.500 8.500 8 4 16.500 3.500 17 12 12 16.500 6 14.500M4 16.500l7-7',
  4: 'M4 6.500h10V11a5 5 0 0 1-10 0ZM14 7.500h1.200a2 2 0 0 1 0 4H14M5 16.500h8M7.500 3.500V4.500M10.500 3.500V4.500',
  5: 'M3.500 14.500v-4L5.500 5.500h9l2 5v4ZM3.500 10.500h13M6 12.500h.01M14 12.500h.01M5 14.500v1.500M15 14.500v1.500',
  6: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM5 5.200c3.500 3 3.500 6.600 0 9.600M15 5.200c-3.500 3-3.500 6.600 0 9.600',
  7: 'M7.500 13.500a5 5 0 1 1 5 0V15h-5ZM8.500 17.200h3',
  8: 'M10 16.500 4 10.300a3.600 3.600 0 0 1 6-4.300 3.600 3.600 0 0 1 6 4.300Z',
  9: 'M5 17V3.500h10l-2 3.200 2 3.300H5',
}
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const

const section = (id: string, all: Offered[]): Section => ({ id, label: `emoji.group.${id}` as Key, icon: ICONS[id] as string, all })

/** All there is, without sections in which nothing is. */
export function sections(rows: readonly Emoji[], custom: readonly string[], recent: readonly string[]): Section[] {
  const groups = new Map<number, Offered[]>(GROUPS.map((group) => [group, []]))
  const byName = new Map(rows.map((row) => [row.name, row]))
  for (const row of rows) groups.get(row.group)?.push(row)
  const own = custom.map((name) => ({ name }))
  // What the workspace no longer has is not offered.
  const last = recent.flatMap((name) => byName.get(name) ?? (custom.includes(name) ? { name } : []))
  return [section('recent', last), ...GROUPS.map((group) => section(String(group), groups.get(group) ?? [])), section('custom', own)].filter(({ all }) => all.length)
}
