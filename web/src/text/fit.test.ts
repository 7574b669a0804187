import { expect, test } from 'vitest'

import { begins, EXACT, fit, fits, fold } from './fit.ts'

test.each([
  ['Ångström', 'angstrom'],
  ['A\u030angstro\u0308m', 'angstrom'],
  ['Groß', 'gross'],
  ['GROẞ', 'gross'],
  ['Æther', 'aether'],
  ['Søren', 'soren'],
  ['Łukasz', 'lukasz'],
  ['İpek Işık', 'ipek isik'],
  ['Αλέξης', 'αλεξησ'],
  ['ΑΛΈΞΗΣ', 'αλεξησ'],
  ['Алексей', 'алексеи'],
  ['АЛЁНА', 'алена'],
  ['שָׁלוֹם', 'שלום'],
  ['أحمد', 'احمد'],
  ['ﬁnn', 'finn'],
  ['ＡＤＡ', 'ada'],
  ['हिन्दी', 'हिन्दी'],
  ['O’Brien', "o'brien"],
])('%s is folded to %s', (text, folded) => expect(fold(text)).toBe(folded))

test.each([
  ['ang', 'Anders Ångström'],
  ['ång', 'Anders Angstrom'],
  ['gross', 'Jürgen Groß'],
  ['groß', 'Jurgen Gross'],
  ['jurg', 'Jürgen Groß'],
  ['juerg', 'Jürgen Groß'],
  ['jürg', 'juergen.gross'],
  ['aage', 'Åge'],
  ['soren', 'Søren'],
  ['søren', 'soren'],
  ['soeren', 'Søren'],
  ['søren', 'Soeren'],
  ['aeth', 'Æthelred'],
  ['æth', 'Aethelred'],
  ['алё', 'Алена'],
  ['ален', 'Алёна'],
  ['ΆΛΕ', 'αλέξης'],
  ['αλεξησ', 'Αλέξης'],
  ['bri', "Conan O'Brien"],
  ["o'b", 'Conan O’Brien'],
  ['hop', 'grace.hopper'],
  ['hopper', 'Grace Hopper-Murray'],
  ['grace hop', 'grace.hopper'],
  ['hop gra', 'Grace Hopper'],
  ['기', '김 기수'],
  ['#gen', 'general'],
  ['@ada', 'Ada Lovelace'],
])('%s begins a word of %s', (typed, name) => expect(begins(typed, name)).toBe(true))

test.each([
  ['strom', 'Ångström'],
  ['ada', 'Grace'],
  ['rien', "O'Brien"],
  ['が', 'かな'],
])('%s begins no word of %s', (typed, name) => expect(begins(typed, name)).toBe(false))

test('the best name counts, and a whole one most', () => {
  expect(fit('ada', 'Augusta', 'ada')).toBe(EXACT)
  expect(fit('ada', 'Adam')).toBeGreaterThan(fit('ada', 'Lady Ada'))
  expect(fit('ada', 'Lady Ada')).toBeGreaterThan(fit('ada', 'Canada'))
  expect(fit('ada', 'Canada')).toBeGreaterThan(fit('ada', 'A dreary day'))
  expect(fits('ada', 'Canada', undefined)).toBe(true)
  expect(fits('ada', 'A dreary day')).toBe(false)
})

test('nothing typed fits everybody', () => expect(begins('', 'Ada')).toBe(true))
