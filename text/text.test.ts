import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphemes, isBlank, problemIn, trimText } from './text'

const family = '👨‍👩‍👧‍👦'
const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'
const heart = '\u2764\ufe0f'

/** Fails if `run` takes longer. The limits are generous: they detect quadratic time. */
/** Bounds the processor's time: on a busy machine a clock would tell of others. */
function within<T>(milliseconds: number, run: () => T): T {
  const start = process.cpuUsage()
  const value = run()
  const took = process.cpuUsage(start).user / 1_000
  assert.ok(took < milliseconds, `took ${took.toFixed()} ms`)
  return value
}

test('graphemes counts user-perceived characters', () => {
  const table: [string, number][] = [
    ['', 0],
    ['abc\n', 4],
    ['naïve', 5],
    ['nai\u0308ve', 5],
    ['a\r\nb', 3],
    [family, 1],
    [england + heart, 2],
    ['🇩🇪🇫🇷', 2],
    ['👍🏽👍', 2],
    ['नमस्ते', 3],
    ['각', 1],
    ['\ud800', 1],
  ]
  for (const [text, count] of table) assert.equal(graphemes(text), count, JSON.stringify(text))
})

test('graphemes equals the segmenter across window borders, and stops at its limit', () => {
  const pieces = [
    'a',
    'é',
    'e\u0301',
    family,
    england,
    heart,
    '🇩🇪',
    '🇩',
    '👍🏽',
    '\r\n',
    '각',
    'क्षि',
    '\u200d',
    '\ud83d',
    '\u{1f3fb}',
  ]
  const whole = new Intl.Segmenter('en', { granularity: 'grapheme' })
  let seed = 7
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * below)
  }
  for (let i = 0; i < 300; i++) {
    const text = Array.from({ length: next(400) }, () => pieces[next(pieces.length)]).join('')
    assert.equal(graphemes(text), [...whole.segment(text)].length)
  }
  for (const unit of ['\u0301', '\u200d👩', england.slice(2, 4)])
    for (const length of [254, 255, 256, 257, 511, 512, 513, 1025])
      assert.equal(
        graphemes(`x${unit.repeat(length)}yé`),
        [...whole.segment(`x${unit.repeat(length)}yé`)].length,
      )
  assert.equal(graphemes('é'.repeat(50), 49), 50)
  assert.equal(graphemes('жж'.repeat(50), 99), 100)
  assert.equal(graphemes('abc', 1), 2)
  assert.equal(graphemes(family.repeat(500), 500), 500)
})

test('graphemes handles hostile texts in time', () => {
  for (const text of [
    'жя'.repeat(5e5),
    '👍'.repeat(5e5),
    `a${'\u0301'.repeat(1e6)}`,
    `${'👩‍'.repeat(3e5)}${'é'.repeat(1e5)}`,
  ])
    within(500, () => graphemes(text))
})

test('trimText trims the ends, normalises line ends and composes', () => {
  const table: [string, string][] = [
    ['  a b \t\n', 'a b'],
    ['\u200b\ufeffa\u200b \u3164\u00ad', 'a'],
    ['a\r\nb\rc\n\nd', 'a\nb\nc\n\nd'],
    ['e\u0301', 'é'],
    [`x ${heart} `, `x ${heart}`],
    [`${england}\u200b`, england],
    [`${family}\u200d`, family],
    ['\ufe0fa', 'a'],
    ['\u2067a\u2069', 'a'],
    ['a\u200db', 'a\u200db'],
    ['\u200b \ufe0f', ''],
    ['\0a\0', '\0a\0'],
    ['\ud800a\ud83d', '\ud800a\ud83d'],
  ]
  for (const [text, trimmed] of table) {
    assert.equal(trimText(text), trimmed, JSON.stringify(text))
    assert.equal(trimText(trimmed), trimmed)
  }
})

test('trimText handles hostile texts in time', () => {
  for (const text of [
    ' '.repeat(1e6),
    `${' \u200b'.repeat(5e5)}x`,
    `x${'\u0301\u0316'.repeat(5e5)}`,
    `x${'\ufe0f '.repeat(5e5)}x`,
  ])
    within(1000, () => trimText(text))
})

test('isBlank', () => {
  for (const text of [
    '',
    ' ',
    '\n\t\r\n',
    '\u200b\u200c\u200d\u2060\ufeff',
    '\u3000\u00a0\u2800\u3164\u115f\uffa0',
    '\u202e\u2066',
    '\u{e0041}\ufe0f\u00ad\u034f',
  ])
    assert.equal(isBlank(text), true, JSON.stringify(text))
  for (const text of ['a', '.', ' \u0301', '\0', '😀', '\u200ba'])
    assert.equal(isBlank(text), false, JSON.stringify(text))
  within(500, () => isBlank(`${' '.repeat(1e6)}x`))
})

test('problemIn', () => {
  const table: [string, string | null][] = [
    ['fine\n\t\r\n', null],
    ['<script>\u202eabc', null],
    [`${family}${england}${heart}`, null],
    ['a\0b\u0001', 'nul'],
    ['\ud800x', 'lone-surrogate'],
    ['x\udc00', 'lone-surrogate'],
    ['\u001b[31m', 'control'],
    ['\u0085', 'control'],
    ['\uffff', 'control'],
    ['\ufdd0', 'control'],
    ['\u{1fffe}', 'control'],
    [`a${'\u0301'.repeat(8)}b`, null],
    [`a${'\u0301'.repeat(9)}`, 'combining'],
    [`a${'\u0301\u200d'.repeat(5)}`, 'combining'],
    [`a${'\u{e0061}'.repeat(9)}`, 'combining'],
    [`a${'\u0301'.repeat(500)}`, 'combining'],
    ['ที่นี่ສິ່ງטֱ֣སྐྱེ', null],
  ]
  for (const [text, problem] of table) assert.equal(problemIn(text), problem, JSON.stringify(text))
  within(500, () => problemIn(`a${'\u0301'.repeat(8)}`.repeat(1e5)))
})
