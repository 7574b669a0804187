import { describe, expect, test } from 'vitest'

import { parse } from './mrkdwn.ts'
import { plain, safeHref, text, type Node } from './tree.ts'

const one = (source: string): Node => {
  const nodes = parse(source)
  expect(nodes).toHaveLength(1)
  return nodes[0] as Node
}

describe('marks', () => {
  test('bold, italic and strike nest', () => {
    expect(parse('*bold _both_* and ~gone~')).toEqual([
      { t: 'bold', c: [text('bold '), { t: 'italic', c: [text('both')] }] },
      text(' and '),
      { t: 'strike', c: [text('gone')] },
    ])
  })

  test.each(['2*3*4', 'snake_case_name', 'a * b * c', '* not *', '*', '**', '*open', '~ ~'])('%s is plain text', (source) => {
    expect(parse(source)).toEqual([text(source)])
  })

  test('a mark closes before punctuation', () => {
    expect(parse('(*yes*), _ja_!')).toEqual([text('('), { t: 'bold', c: [text('yes')] }, text('), '), { t: 'italic', c: [text('ja')] }, text('!')])
  })

  test('code keeps every sign', () => {
    expect(one('`*a* <b> &amp; :tada:`')).toEqual({ t: 'code', s: '*a* <b> & :tada:' })
  })

  test('a fence keeps its lines and swallows the line ends around it', () => {
    expect(parse('see\n```\nlet a = *b*;\n  c\n```\nafter')).toEqual([text('see'), { t: 'pre', s: 'let a = *b*;\n  c' }, text('after')])
  })

  test('every word of a fence is code', () => {
    expect(one('```make\ncd build\n```')).toEqual({ t: 'pre', s: 'make\ncd build' })
    expect(one('```one two\nthree```')).toEqual({ t: 'pre', s: 'one two\nthree' })
  })

  test('an unclosed fence is text', () => {
    expect(plain(parse('```\nopen'), () => '')).toContain('open')
  })

  test('neighbouring quoted lines are one quote', () => {
    expect(parse('&gt; one\n&gt; *two*\nthree')).toEqual([
      { t: 'quote', c: [text('one'), { t: 'break' }, { t: 'bold', c: [text('two')] }] },
      text('three'),
    ])
  })

  test('three marks quote all that follows', () => {
    expect(parse('a\n&gt;&gt;&gt; b\nc')).toEqual([text('a'), { t: 'quote', c: [text('b'), { t: 'break' }, text('c')] }])
  })

  test('line ends are kept', () => {
    expect(parse('a\n\nb')).toEqual([text('a'), { t: 'break' }, { t: 'break' }, text('b')])
  })
})

describe('angle brackets', () => {
  test.each<[string, Node]>([
    ['<@U0ADA>', { t: 'user', id: 'U0ADA' }],
    ['<@U0ADA|ada>', { t: 'user', id: 'U0ADA', label: 'ada' }],
    ['<#C0GEN|general>', { t: 'channel', id: 'C0GEN', label: 'general' }],
    ['<!here>', { t: 'broadcast', range: 'here' }],
    ['<!subteam^S01|@night-watch>', { t: 'group', id: 'S01', label: '@night-watch' }],
    ['<!date^1700000000^{date_short} {time}|then>', { t: 'date', at_s: 1700000000, format: '{date_short} {time}', fallback: 'then' }],
    ['<https://example.org/a?b=1&amp;c=2|a *b*>', { t: 'link', href: 'https://example.org/a?b=1&c=2', c: [text('a '), { t: 'bold', c: [text('b')] }] }],
    ['<mailto:ada@example.org|Ada>', { t: 'link', href: 'mailto:ada@example.org', c: [text('Ada')] }],
    ['<https://example.org>', { t: 'link', href: 'https://example.org/', c: [text('https://example.org')] }],
  ])('%s', (source, node) => {
    expect(one(source)).toEqual(node)
  })

  test('an unknown command shows its label', () => {
    expect(parse('<!unknown^1|fallback>')).toEqual([text('fallback')])
  })

  test.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//x', 'https://'])(
    'never links to %s',
    (address) => {
      expect(safeHref(address)).toBeUndefined()
      expect(JSON.stringify(parse(`<${address}|click>`))).not.toContain('"t":"link"')
    },
  )

  test('markup in a message stays text', () => {
    expect(plain(parse('&lt;img src=x onerror=alert(1)&gt;'), () => '')).toBe('<img src=x onerror=alert(1)>')
  })
})

describe('bare addresses', () => {
  test('are links, without the punctuation after them', () => {
    expect(parse('See https://example.org/x. Or (https://example.org/y)!')).toEqual([
      text('See '),
      { t: 'link', href: 'https://example.org/x', c: [text('https://example.org/x')] },
      text('. Or ('),
      { t: 'link', href: 'https://example.org/y', c: [text('https://example.org/y')] },
      text(')!'),
    ])
  })
})

describe('emoji', () => {
  test('names become emoji, times do not', () => {
    expect(parse(':tada: at 10:30:45')).toEqual([{ t: 'emoji', name: 'tada' }, text(' at 10:30:45')])
  })

  test('carry a skin tone', () => {
    expect(one(':wave::skin-tone-3:')).toEqual({ t: 'emoji', name: 'wave', tone: 3 })
  })
})

// The patience is for a busy machine: what grows with the square of the length would need minutes.
test('hostile input is read to its end', { timeout: 60_000 }, () => {
  for (const bit of ['*a ', '_', '`', '<', ':', '>', '*_~', '<@U', '*a* ']) expect(parse(bit.repeat(100_000 / bit.length))).toBeDefined()
})

describe('lists', () => {
  test('as Slack’s clients write them into the text, and as people type them', () => {
    expect(parse('Before\n• one\n• two\n    ◦ deeper\n1. first\n2. second\nafter')).toEqual([
      text('Before'),
      { t: 'list', ordered: false, indent: 0, start: 1, items: [[text('one')], [text('two')]] },
      { t: 'list', ordered: false, indent: 1, start: 1, items: [[text('deeper')]] },
      { t: 'list', ordered: true, indent: 0, start: 1, items: [[text('first')], [text('second')]] },
      text('after'),
    ])
  })

  test.each(['-no blank', '- ', '2026. A year', '1.5 apples', '* star'])('%s is no list', (source) => {
    expect(JSON.stringify(parse(source))).not.toContain('"list"')
  })
})

test('without marks, names and links still mean what they say', () => {
  expect(parse('*a* `b` <@U1>\n> c', { marks: false })).toEqual([text('*a* `b` '), { t: 'user', id: 'U1' }, { t: 'break' }, text('> c')])
})

test('a backslash keeps a mark', () => {
  expect(plain(parse('¯\\_(ツ)_/¯'), () => '')).toBe('¯\\_(ツ)_/¯')
})

test('a label that is an address makes no link within the link', () => {
  expect(one('<https://example.org/a|https://example.org/a>')).toEqual({ t: 'link', href: 'https://example.org/a', c: [text('https://example.org/a')] })
})

test('a mailbox in text is a link', () => {
  expect(parse('To ada@example.org.')).toEqual([text('To '), { t: 'link', href: 'mailto:ada@example.org', c: [text('ada@example.org')] }, text('.')])
})

test('an emoji is named in any script, and by the one spelling it is kept under', () => {
  const names = (source: string): string[] => parse(source).flatMap((node) => (node.t === 'emoji' ? [node.name] : []))
  expect(names(':ไทย: :हिन्दी: :Tiê\u0301ng_Viê\u0323t:')).toEqual(['ไทย', 'हिन्दी', 'tiếng_việt'])
  expect(names(':می\u200cخواهم:')).toEqual(['می\u200cخواهم'])
  expect(names('ก:ไทย:ข :ไท ย:')).toEqual([])
})

test('emoji stand side by side, and colons of code do not make any', () => {
  const names = (source: string): string[] => parse(source).flatMap((node) => (node.t === 'emoji' ? [node.name] : []))
  expect(names(':tada::tada:')).toEqual(['tada', 'tada'])
  expect(names('done :white_check_mark::rocket: yes')).toEqual(['white_check_mark', 'rocket'])
  expect(names(':+1::skin-tone-3::tada:')).toEqual(['+1', 'tada'])
  expect(names(':de::fr::it:')).toEqual(['de', 'fr', 'it'])
  expect(names('a :smile::tada: b')).toEqual(['smile', 'tada'])
  expect(names(':+1::tada:')).toEqual(['+1', 'tada'])
  expect(parse(':wave::skin-tone-3::wave:')).toEqual([{ t: 'emoji', name: 'wave', tone: 3 }, { t: 'emoji', name: 'wave' }])
  for (const source of ['std::vec::Vec', 'fe80::1:2:3', 'a::b::c', '::1', 'user:id:42', '10:30:45']) expect(names(source), source).toEqual([])
})

test('a mark at the end of an address is its own, unless it closes one before it', () => {
  const links = (source: string): string[] => parse(source).flatMap((node) => (node.t === 'link' ? [node.href] : []))
  for (const url of ['http://x.example/*a*', 'http://x.example/~me~', 'http://x.example/a*b*', 'http://x.example/a~', 'http://x.example/*']) expect(links(url)).toEqual([url])
  expect(parse('*see http://x.example/a*')).toEqual([{ t: 'bold', c: [{ t: 'text', s: 'see ' }, { t: 'link', href: 'http://x.example/a', c: [{ t: 'text', s: 'http://x.example/a' }] }] }])
})
