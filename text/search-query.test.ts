import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery } from './search-query'

test('words, phrases, "or" and "not" keep the web search syntax', () => {
  const asked = parseQuery('backup "two years" or restore -java -"on my machine"')
  assert.equal(asked.words, 'backup "two years" or restore')
  assert.deepEqual(asked.without, ['java', '"on my machine"'])
  assert.deepEqual(asked.plain, ['backup', 'restore'])
})

test('operators become words of their own; everything else stays a word', () => {
  const asked = parseQuery('Tag:CI by:kettle state:fixed -has:remedy dns: http://x.org a:b:c')
  assert.deepEqual(asked.filters, ["'tag:ci'", "'by:kettle'", "'state:fixed'", "!'has:remedy'"])
  assert.equal(asked.words, 'dns: http://x.org a:b:c')
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
  assert.equal(parseQuery('C').words, 'clanguage')
  assert.equal(parseQuery('r').words, 'rlanguage')
  assert.equal(parseQuery('Go').words, 'golang')
  assert.equal(parseQuery('go').words, 'golang')
  assert.equal(parseQuery('let it go').words, 'let it go')
  assert.equal(parseQuery('Go generics').words, 'golang generics')
  assert.equal(parseQuery('C++ C# .NET').words, 'C++ C# .NET')
})

test('an empty query is empty', () => {
  for (const q of ['', '   ', '-', '""'])
    assert.deepEqual([parseQuery(q).filters, parseQuery(q).plain, parseQuery(q).problem], [[], [], null], q)
})
