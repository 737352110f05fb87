import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closes, excerpt, highlight, opens, type Piece, piecesOf } from './highlight'
import { tokensOf } from './tokens'

const show = (found: readonly Piece[]) => found.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')
/** What the database answers if these words match. */
const markedIn = (text: string, words: readonly string[]) =>
  tokensOf(text)
    .map(({ word }) => (words.includes(word) ? `${opens}${word}${closes}` : word))
    .join(' ')
const mark = (text: string, ...words: string[]) => show(highlight(text, markedIn(text, words)))

test('marks words as they were written', () => {
  assert.equal(mark('The backup of two years', 'backup', 'two'), 'The [backup] of [two] years')
  assert.equal(mark('“Works” on my machine—again', 'Works', 'machine'), '“[Works]” on my [machine]—again')
  assert.equal(mark('#include <stdio.h>', 'stdio', 'h'), '#include <[stdio].[h]>')
  assert.equal(
    mark('A C++ and a C# programmer, and C, and .NET', 'cplusplus'),
    'A [C++] and a C# programmer, and C, and .NET',
  )
  assert.equal(
    mark('ASP.NET is .NET; example.network is not', 'dotnet'),
    'ASP[.NET] is [.NET]; example.network is not',
  )
  assert.equal(mark('R&D uses R', 'rlanguage'), 'R&D uses [R]')
  assert.equal(mark('In Go, errors', 'golang', 'errors'), 'In [Go], [errors]')
  assert.equal(mark('soft\u00adware ½ ﬁsh', 'software', 'fish'), '[soft\u00adware] ½ [ﬁsh]')
  assert.equal(mark('数据库备份失败', '数据', '据库'), '[数据库]备份失败')
  assert.equal(mark('nothing'), 'nothing')
  assert.equal(mark(''), '')
})

const text = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 9 }),
    fc.constantFrom(' ', 'C++', ' .NET', '数据库', '🔥', '“a”', '\n', 'é'),
  ),
  { maxLength: 60 },
)

test('all pieces together are the text, whatever is marked, and an excerpt is a part of the text', () => {
  fc.assert(
    fc.property(text, fc.func(fc.boolean()), (parts, isHit) => {
      const whole = parts.join('').normalize('NFC')
      const marked = tokensOf(whole)
        .map(({ word }) => (isHit(word) ? `${opens}${word}${closes}` : word))
        .join(' ')
      assert.equal(
        highlight(whole, marked)
          .map(({ text }) => text)
          .join(''),
        whole,
      )
      const cut = excerpt(whole, marked, 60)
        .map(({ text }) => text)
        .join('')
      assert.ok(whole.includes(cut.replace(/^…/, '').replace(/…$/, '')) || whole.includes(cut))
      assert.ok(cut.length <= 62, `${cut.length}`)
    }),
    { numRuns: 2_000 },
  )
})

test('an excerpt begins and ends with whole words, near the first hit', () => {
  const long = `${'before '.repeat(50)}the needle is here ${'after '.repeat(50)}`
  const shown = show(excerpt(long, markedIn(long, ['needle']), 120))
  assert.match(shown, /^…(before )+the \[needle\] is here (after ?)+…$/)
  const cjk = `${'前'.repeat(300)}数据库${'后'.repeat(300)}`
  assert.match(show(excerpt(cjk, markedIn(cjk, ['数据', '据库']), 60)), /^…前+\[数据库\]后+…$/)
})

test('spans that overlap or touch are one piece', () => {
  assert.equal(
    show(
      piecesOf('abcdef', [
        { from: 1, to: 3 },
        { from: 2, to: 4 },
        { from: 4, to: 5 },
      ]),
    ),
    'a[bcde]f',
  )
})
