import { expect, test } from 'vitest'

import { isFormatted } from '../views/composer/paste.ts'
import { fromClipboard } from './pasted.ts'

test.each<[string, string]>([
  ['plain &amp; <b>bold</b>, <i>slanted</i>, <s>gone</s>', 'plain & *bold*, _slanted_, ~gone~'],
  ['<b>bold </b>after', '*bold* after'],
  ['<a href="https://example.org/a">a label</a> and <a href="https://example.org/b">https://example.org/b</a>', '[a label](https://example.org/a) and https://example.org/b'],
  ['<a href="javascript:alert(1)">no link</a> <a href="mailto:ada@example.org">ada@example.org</a>', 'no link ada@example.org'],
  ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
  ['<div>one</div><div>two</div>', 'one\ntwo'],
  ['<h2>Title</h2><p>Text</p>', '*Title*\n\nText'],
  ['<ul><li>one<li>two<ul><li>deeper</li></ul></li></ul>', '- one\n- two\n    - deeper'],
  ['<ol start="3"><li><p>three</p></li><li><p>four</p></li></ol>', '3. three\n4. four'],
  ['see <code>let a</code>', 'see `let a`'],
  ['<pre><code>fn main() {\n    x &lt; 1\n}\n</code></pre>', '```\nfn main() {\n    x < 1\n}\n```'],
  ['<blockquote>a<br>b</blockquote>', '> a\n> b'],
  ['<table><tr><th>name</th><th>n</th></tr><tr><td>longer</td><td>1</td></tr></table>', '```\nname    n\nlonger  1\n```'],
  ['<meta charset="utf-8"><b style="font-weight:normal"><span style="font-weight:700">x</span> y</b>', '*x* y'],
  ['<html><body><!--StartFragment--><em>in</em><!--EndFragment--></body></html>', '_in_'],
  ['<style>p { color: red }</style><script>alert(1)</script>said', 'said'],
  ['<img src="x" alt=":tada:" onerror="alert(1)">', ':tada:'],
  ['a &#8211; b &#x2026; &nbsp;c &unknown;', 'a – b … c &unknown;'],
  ['1 < 2 <b>and</b> </i> more', '1 < 2 *and* more'],
])('%s', (html, typed) => {
  expect(fromClipboard(html)).toBe(typed)
})

test('plain text in a wrapper is not formatted', () => {
  expect(isFormatted('<meta charset="utf-8"><span>x</span>')).toBe(false)
  expect(isFormatted('<span style="font-weight: 700">x</span>')).toBe(true)
  expect(isFormatted('<ul><li>x</li></ul>')).toBe(true)
})

// The patience is for a busy machine: what grows with the square of the length would need minutes.
test('hostile input is read to its end', { timeout: 60_000 }, () => {
  for (const bit of ['<b>', '<li>', '<', '<!--', '<a href="', '&#', '<ul><li>', '<table><tr><td>', '</b>', "<x '"]) expect(fromClipboard(bit.repeat(100_000 / bit.length))).toBeDefined()
})
