import { expect, test } from 'vitest'

import { incoming, outgoing } from './outgoing.ts'

const names = {
  user: (name: string) => ({ ada: 'U0ADA', 'grace.h': 'U0GRACE' })[name],
  channel: (name: string) => ({ general: 'C0GEN' })[name],
  group: (name: string) => ({ 'night-watch': 'S01' })[name],
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
  ['@night-watch!', '<!subteam^S01|@night-watch>!'],
  ['see [the *plan*](https://example.org/a_(b)?c=1&d=2).', 'see <https://example.org/a_(b)?c=1&amp;d=2|the *plan*>.'],
  ['[x](javascript:alert(1)) `[a](https://example.org)`', '[x](javascript:alert(1)) `[a](https://example.org)`'],
])('%s', (typed, sent) => {
  expect(outgoing(typed, names)).toBe(sent)
})

test('goes back into the editor as it was typed', () => {
  const name = (kind: string): string => ({ user: 'ada', channel: 'general', group: 'night-watch' })[kind] ?? ''
  const typed = 'a < b & @ada in #general, @here, @night-watch: https://example.org and [a label](https://example.org/?a=1&b=2)'
  expect(incoming(outgoing(typed, names), name)).toBe(typed)
})
