import { expect, test } from 'vitest'

import { incoming, outgoing } from './outgoing.ts'

const names = {
  user: (name: string) => ({ ada: 'U0ADA', 'grace.h': 'U0GRACE' })[name],
  channel: (name: string) => ({ general: 'C0GEN' })[name],
}

test.each([
  ['hello @ada!', 'hello <@U0ADA>!'],
  ['@ada. And @grace.h.', '<@U0ADA>. And <@U0GRACE>.'],
  ['see #general, @here', 'see <#C0GEN|general>, <!here>'],
  ['ada@example.org and @nobody', 'ada@example.org and @nobody'],
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['`@ada <x>` @ada', '`@ada &lt;x&gt;` <@U0ADA>'],
  ['```\n@ada\n```', '```\n@ada\n```'],
  ['*@ada*', '*<@U0ADA>*'],
  ['<!channel>', '&lt;!channel&gt;'],
])('%s', (typed, sent) => {
  expect(outgoing(typed, names)).toBe(sent)
})

test('goes back into the editor as it was typed', () => {
  const name = (kind: string): string => (kind === 'user' ? 'ada' : 'general')
  const typed = 'a < b & @ada in #general, @here: https://example.org'
  expect(incoming(outgoing(typed, names), name)).toBe(typed)
})
