import { beforeAll, expect, test, vi } from 'vitest'

import type { Channel, User } from '../api/types.ts'
import { locale } from '../i18n/index.svelte.ts'
import { channelName, firstNames, fullName, groupSize } from './names.ts'
import { Model } from './state.svelte.ts'

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] })
  return locale.speak('en')
})

/** A group conversation of Ada with these people, as Ada sees it. */
function group(...names: string[]): [Model, Channel] {
  const model = new Model()
  model.self = { id: 'U0', name: 'ada' } as User
  names.forEach((real_name, n) => model.users.set(`U${n + 1}`, { id: `U${n + 1}`, name: `h${n}`, profile: { real_name } } as unknown as User))
  return [model, { id: 'G1', is_mpim: true, name: `mpdm-ada--${names.map((_, n) => `h${n}`).join('--')}-1` } as Channel]
}

test('a group is called by first names, and from four on by two of them and a number', () => {
  expect(channelName(...group('Grace Murray', 'Linus Ångström'))).toBe('Grace and Linus')
  expect(channelName(...group('Grace Murray', 'Linus Ångström', 'Edsger Wybe'))).toMatch(/^Grace, Linus,? and Edsger$/)
  expect(channelName(...group('Grace Murray', 'Linus Ångström', 'Edsger Wybe', 'Margaret Hamilton'))).toMatch(/^Grace, Linus,? and 2 more$/)
  expect(fullName(...group('Grace Murray', 'Linus Ångström'))).toBe('Grace Murray and Linus Ångström')
  expect(groupSize(...group('Grace Murray', 'Linus Ångström'))).toBe(2)
})

test('two with the same first name are told apart', () => {
  expect(firstNames(['Grace Murray', 'Grace Hopper', 'Linus Ångström'])).toEqual(['Grace M.', 'Grace H.', 'Linus'])
  expect(firstNames(['Grace Murray', 'Grace Miller'])).toEqual(['Grace Murray', 'Grace Miller'])
  expect(firstNames(['Grace', 'Grace Miller'])).toEqual(['Grace', 'Grace M.'])
  expect(firstNames(['Dr. Grace Murray', '高橋', '  '])).toEqual(['Grace', '高橋', ''])
})
