import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { expandTabs, width, wrap } from './wrap'

const spaced = fc.oneof(
  fc.constantFrom('a', 'web', 'dies', 'still,', '(wrong)', 'naïve', 'e\u0301tat', 'Größe', 'no\u00a0break'),
  fc.constantFrom('🙂', '👩‍👩‍👧', '🇩🇪', '❤️', '1️⃣', 'x'.repeat(30), 'https://example.org/a/b?c=d'),
)
const unspaced = fc.constantFrom('日本語', '計算機は、', '「壊れた」', '한국어', 'ﾊﾝｶｸ', 'Ａ')
const line = (word: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('', '', '  ', '    ', '\t', '\t\t', ' '.repeat(40), '\u3000'),
      fc.array(fc.tuple(word, fc.constantFrom(' ', ' ', '  ', '\t')), { maxLength: 14 }),
    )
    .map(([indent, parts]) => (indent + parts.flat().join('')).trimEnd())
const text = (word: fc.Arbitrary<string>) =>
  fc.array(line(word), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'))
const any = text(fc.oneof(spaced, unspaced))
const columns = fc.integer({ min: 2, max: 90 })
const wordsIn = (lines: string) => lines.split(/[ \t\n\u3000]+/).filter(Boolean)
const indentOf = (lines: string) => /^[ \u3000]*/.exec(lines)?.[0] ?? ''

/** The columns of a text, by another way than the code: what xterm and its like take for each part used above. */
const wide = /[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7a3\uff01-\uff60]|\p{Emoji_Presentation}|\ufe0f/u
const counted = (shown: string) =>
  Array.from(
    new Intl.Segmenter('en').segment(shown),
    ({ segment }) => (wide.test(segment) ? 2 : 1) as number,
  ).reduce((sum, one) => sum + one, 0)

test('counts terminal columns', () => {
  for (const [shown, expected] of [
    ['kettle', 6],
    ['日本語', 6],
    ['ﾊﾝｶｸ', 4],
    ['한국어', 6],
    ['e\u0301', 1],
    ['a\u200bb\u00ad', 2],
    ['🙂👩‍👩‍👧🇩🇪', 6],
    ['❤', 1],
    ['❤\ufe0f', 2],
    ['1️⃣', 2],
    ['│→…', 3],
  ] as const)
    assert.equal(width(shown), expected, shown)
  fc.assert(
    fc.property(line(fc.oneof(spaced, unspaced)), (typed) =>
      assert.equal(width(expandTabs(typed)), counted(expandTabs(typed))),
    ),
  )
})

test('no line is wider than the width', () => {
  fc.assert(
    fc.property(any, columns, (source, most) => {
      for (const part of wrap(source, most)) assert.ok(counted(part) <= most, JSON.stringify(part))
    }),
  )
})

test('with long words kept, a line is only wider if it holds a single word that is', () => {
  fc.assert(
    fc.property(text(spaced), columns, (source, most) => {
      for (const part of wrap(source, most, 'keep'))
        if (counted(part) > most) {
          assert.equal(wordsIn(part).length, 1, JSON.stringify(part))
          assert.ok(counted(part.trim()) > most, JSON.stringify(part))
        }
    }),
  )
})

test('taking the line ends out gives back the words', () => {
  fc.assert(
    fc.property(text(spaced), columns, (source, most) => {
      assert.deepEqual(wordsIn(wrap(source, most, 'keep').join(' ')), wordsIn(source))
    }),
  )
  fc.assert(
    fc.property(any, columns, (source, most) => {
      assert.equal(wordsIn(wrap(source, most).join('')).join(''), wordsIn(source).join(''))
    }),
  )
})

test('keeps indentation, in what follows a break too', () => {
  fc.assert(
    fc.property(line(fc.oneof(spaced, unspaced)), fc.integer({ min: 40, max: 90 }), (source, most) => {
      const [first = '', ...others] = wrap(source, most, 'keep')
      const indent = indentOf(expandTabs(source))
      const room = (part: string) => most - counted(part.trimStart())
      assert.ok(counted(indentOf(first)) >= Math.min(counted(indent), Math.max(room(first), 0), most >> 1))
      for (const part of others)
        assert.ok(
          counted(indentOf(part)) >= Math.min(counted(indent), most >> 1, Math.max(room(part), 0)),
          JSON.stringify(part),
        )
    }),
  )
  assert.deepEqual(wrap('    if (isBoiling) return tea', 20), ['    if (isBoiling)', '    return tea'])
})

test('a text that fits is unchanged, and so is one that is wrapped already', () => {
  const code = 'def tea():\n    while  kettle:\n        wait()   # long\n'
  assert.deepEqual(wrap(code, 40), code.split('\n'))
  fc.assert(
    fc.property(any, columns, (source, most) => {
      const once = wrap(source, most)
      assert.deepEqual(wrap(once.join('\n'), most), once)
    }),
  )
})

test('tabs become spaces up to the next multiple of 8 columns', () => {
  assert.deepEqual(wrap('\tx\n日\ty\nabcdefgh\tz', 76), ['        x', '日      y', 'abcdefgh        z'])
})

test('breaks between ideographs, but not before a full stop', () => {
  assert.deepEqual(wrap('計算機は壊れた。', 14), ['計算機は壊れ', 'た。'])
})

test('wraps long and hostile texts in time', () => {
  const start = performance.now()
  for (const source of [
    'x'.repeat(1e5),
    ' '.repeat(1e5),
    '\t'.repeat(1e4),
    '日'.repeat(1e5),
    `a${'\u0301'.repeat(1e5)}`,
    'a '.repeat(1e5),
  ])
    wrap(source, 76)
  assert.ok(performance.now() - start < 5_000)
})
