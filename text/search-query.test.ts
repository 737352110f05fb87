import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Phrase, parseQuery } from './search-query'

const shown = (phrases: readonly Phrase[]) =>
  phrases
    .map((phrase) =>
      phrase
        .map(
          ({ word, begins, after }, at) => `${at === 0 ? '' : '.'.repeat(after)}${word}${begins ? '*' : ''}`,
        )
        .join(''),
    )
    .join('|')
const wordsOf = (q: string) => parseQuery(q).all.map(shown).join(' ')

test('words, phrases, "or" and "not" keep the web search syntax', () => {
  const asked = parseQuery('backup "two years" or restore -java -"on my machine" --force -—')
  assert.deepEqual(asked.all.map(shown), ['backup', 'two.years|restore', 'force'])
  assert.deepEqual(shown(asked.without), 'java|on.my.machine')
  assert.deepEqual(asked.plain, ['backup', 'restore'])
})

test('quotes of every kind make a phrase, also one that is not closed', () => {
  for (const q of [
    '"two years"',
    '“two years”',
    '„two years“',
    '«two years»',
    '＂two years＂',
    '"two years',
    '“two years"',
  ])
    assert.equal(wordsOf(q), 'two.years', q)
  assert.equal(wordsOf('「データベース」'), 'デー.ータ.タベ.ベー.ース')
  assert.equal(wordsOf('a“b c”d'), 'a b.c d')
})

test('signs within a word make a phrase of its parts; a word of signs alone is none', () => {
  for (const [q, words] of [
    ["O'Hara", 'O.Hara|OHara'],
    ['O’Hara', 'O.Hara|OHara'],
    ['<stdio.h>', 'stdio.h'],
    ['Result<Option<T>>', 'Result.Option.T'],
    ['a@b.example', 'a.b.example'],
    ['get_user', 'get.user|getuser'],
    ['e-mail', 'e.mail|email'],
    ['std::vector', 'std.vector'],
    ['R&D', 'R.D'],
    ['&amp;', 'amp'],
    ['→ a—b', 'a.b'],
    ['naïve\u00a0approach', 'naïve approach'],
    ['Ｆｕｌｌ', 'Full'],
  ] as const)
    assert.equal(wordsOf(q), words, q)
})

test('scripts without spaces are pairs that follow each other; one character is a beginning', () => {
  assert.equal(wordsOf('数据库'), '数据.据库')
  assert.equal(wordsOf('库'), '库*')
  assert.equal(wordsOf('落ちたCI'), '落ち.ちた..CI')
  assert.equal(wordsOf('CIが'), 'CI.が*')
})

test('operators become words of their own; everything else stays a word', () => {
  const asked = parseQuery('Tag:CI by:kettle state:fixed -has:remedy dns: http://x.org a:b:c')
  assert.deepEqual(asked.filters, ["'tag:ci'", "'by:kettle'", "'state:fixed'", "!'has:remedy'"])
  assert.deepEqual(asked.all.map(shown), ['dns', 'http.x.org', 'a.b.c'])
  assert.equal(asked.problem, null)
})

test('dates may be years, months or days; after: excludes the whole period', () => {
  const utc = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000
  assert.equal(parseQuery('before:2026').until, utc('2026-01-01'))
  assert.equal(parseQuery('after:2025').since, utc('2026-01-01'))
  assert.equal(parseQuery('after:2025-12').since, utc('2026-01-01'))
  assert.equal(parseQuery('after:2025-12-31').since, utc('2026-01-01'))
  assert.equal(parseQuery('before:2024-02-29').until, utc('2024-02-29'))
  for (const bad of ['2025-02-30', '2025-13', 'yesterday', '1969', '2025-1-1-1', '99999'])
    assert.match(parseQuery(`before:${bad}`).problem ?? '', /takes a date/, bad)
})

test('reports invalid operators, and quotes cannot escape from them', () => {
  for (const bad of ['state:gone', "tag:it's", 'has:feet', 'by:a', "by:x'&'y", 'tag:c++'])
    assert.ok(parseQuery(bad).problem, bad)
  for (const filters of ["tag:a'b", 'tag:a\\', "by:'''"].map((q) => parseQuery(q).filters))
    assert.deepEqual(filters, [])
})

test('a single letter, or Go, means the language', () => {
  for (const [q, words] of [
    ['C', 'clanguage'],
    ['r', 'rlanguage'],
    ['Go', 'golang'],
    ['go', 'golang'],
    ['let it go', 'let it go'],
    ['Go generics', 'golang generics'],
    ['C++ C# .NET', 'cplusplus csharp dotnet'],
    ['C/C++', 'clanguage.cplusplus'],
  ] as const)
    assert.equal(wordsOf(q), words, q)
})

test('an empty query is empty', () => {
  for (const q of ['', '   ', '-', '""'])
    assert.deepEqual([parseQuery(q).filters, parseQuery(q).plain, parseQuery(q).problem], [[], [], null], q)
})
