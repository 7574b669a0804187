import { expect, test } from 'vitest'

import type { Emoji } from '../../text/emoji.svelte.ts'
import { sections } from './sections.ts'

const emoji = (name: string, group: number, row: number): Emoji => ({ name, names: name, characters: name, group, row })
const ROWS = [emoji('grinning', 0, 0), emoji('wave', 1, 1), emoji('rocket', 5, 2), emoji('car', 5, 3)]

test('what was chosen last comes first, then the groups, then what the workspace has', () => {
  const found = sections(ROWS, ['parrot'], ['parrot', 'rocket'])
  expect(found.map(({ id, all }) => [id, all.map(({ name }) => name).join(' ')])).toEqual([
    ['recent', 'parrot rocket'],
    ['0', 'grinning'],
    ['1', 'wave'],
    ['5', 'rocket car'],
    ['custom', 'parrot'],
  ])
  expect(found.every(({ icon, label }) => icon && label)).toBe(true)
})

test('what the workspace no longer has is not offered, and nothing is an empty section', () => {
  expect(sections(ROWS, [], ['parrot']).map(({ id }) => id)).toEqual(['0', '1', '5'])
})
