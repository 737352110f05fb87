import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clustersOf } from '@/text/graphemes'
import { PLACES } from './parts'
import { bemoaningLayout, pageLayout } from './picture'
import { wordsOf } from './pieces'
import { CANVAS } from './svg'

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const { text: AREA } = PLACES

const HOSTILE: Record<string, string> = {
  '500 W': 'W'.repeat(500),
  '500 letters without a space': 'abcdefghijklmnopqrstuvwxyz'.repeat(20).slice(0, 500),
  'an address of 500 characters': `https://example.com/${'a-b/c?d=e&'.repeat(48)}`,
  '500 emoji': '😀'.repeat(500),
  '500 families': '👨‍👩‍👧‍👦'.repeat(500),
  '500 flags': '🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(250),
  '250 lines of one character': Array(250).fill('x').join('\n'),
  '250 lines of one emoji': Array(250).fill('🔥').join('\n'),
  'lines of very different length': `${'x\n'.repeat(100)}${'long word '.repeat(30)}`,
  '499 line feeds': `a${'\n'.repeat(498)}b`,
  '500 ideographs': '全部正しいのに、それでもまだ間違っている。'.repeat(25).slice(0, 500),
  '500 Arabic letters': 'كل شيء صحيح لكنه لا يزال خطأ '.repeat(18).slice(0, 500),
  '500 Thai characters': 'ทุกอย่างถูกต้องแต่ก็ยังผิด'.repeat(30).slice(0, 500),
  Devanagari: 'सब कुछ सही है फिर भी गलत है '.repeat(18),
  'eight marks on each of 500 letters': `e${'\u0301\u0323\u0302\u0308\u0304\u0306\u030a\u030b'}`.repeat(500),
  overrides: `abc \u202egnp.exe\u202c \u2066x\u2069 ${'\u200f'.repeat(100)}end`,
  'invisible characters': 'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg'.repeat(30),
  spaces: `a${' '.repeat(498)}b`,
  tabs: `\t\t\tif (a)\n${'\t'.repeat(60)}b`,
  'no-break spaces': 'word\u00a0'.repeat(99),
  markup: '<script>alert("&amp;")</script> ]]> <!-- -->'.repeat(10),
  'controls and lone surrogates': 'a\u0001b\u001bc\ud800d\uffff e'.repeat(20),
  empty: '',
}

function check(body: string) {
  const { layout, left, top } = bemoaningLayout(body)
  const lines = layout.columns.flat()
  const expected = body.replace(BIDI, '').replace(/\r\n?|[\n\v\f\u0085\u2028\u2029]/g, '')
  assert.equal(lines.map((line) => line.text).join(''), expected, 'every character is there, in order')
  assert.ok(layout.size > 0)
  for (const [at, column] of layout.columns.entries()) {
    const rows = column.findLastIndex((line) => line.width > 0) + 1
    assert.ok(top >= AREA.top && top + rows * layout.leading <= AREA.bottom + 1, 'inside from top to bottom')
    for (const line of column) {
      const start = left + at * layout.pitch
      assert.ok(
        start >= AREA.left && start + line.width * layout.size <= AREA.right + 1,
        'inside from left to right',
      )
      for (const { word, x } of line.words) assert.ok(x >= 0 && x + word.width <= line.width + 1e-6)
    }
  }
  assert.equal(lines.filter((line) => line.tailX !== null).length, 1, 'one stamp')
  assert.ok(lines.at(-1)?.tailX !== null, 'at the end')
  return layout
}

for (const [name, body] of Object.entries(HOSTILE))
  test(`lays out the whole text: ${name}`, () => void check(body))

test('a text is always laid out completely', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(' ', '\n', 'W'),
  )
  const texts = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, (text) => void check(text)),
    { numRuns: 150 },
  )
})

test('500 characters of prose stay readable in one column, short texts are large', () => {
  const prose = 'All that is right, but still wrong: it took a film four minutes. '.repeat(8).slice(0, 500)
  const long = check(prose)
  assert.ok(long.columns.length === 1 && long.size >= 34, `${long.size}`)
  assert.ok(check('It works on my laptop.').size > 70)
})

test('many short lines use a second column rather than a small size', () => {
  const layout = check(Array(14).fill('Yesterday it worked.').join('\n'))
  assert.equal(layout.columns.length, 2)
  assert.ok(layout.size >= 34)
})

test('each visible character has a piece, without a face if none has it', () => {
  const visible = /[^\s\p{Default_Ignorable_Code_Point}]/u
  for (const [name, body] of Object.entries(HOSTILE)) {
    for (const { clusters } of wordsOf(body, 'text').flat()) {
      for (const { text, pieces } of clusters) {
        const isDrawn = pieces.length > 0 && pieces.every(({ width, face }) => face !== null || width > 0)
        assert.ok(isDrawn || !visible.test(text), `${name}: ${JSON.stringify(text)}`)
      }
    }
  }
  const drawn = (text: string) =>
    wordsOf(text, 'text')
      .flat()
      .flatMap(({ pieces }) => pieces.map(({ face, text }) => `${face?.name ?? 'none'}:${text}`))
  assert.deepEqual(drawn('fi Ł Việt ж λ → ☃ 👩‍💻 漢 𒀀'), [
    'newsreader-latin-400:fi',
    'newsreader-latin-ext-400:Ł',
    'newsreader-latin-400:Vi',
    'newsreader-vietnamese-400:ệ',
    'newsreader-latin-400:t',
    'literata-cyrillic-400:ж',
    'literata-greek-400:λ',
    'noto-math-400:→',
    'noto-symbols-400:☃',
    'noto-emoji-400:👩‍💻',
    'noto-sc-58:漢',
    'none:𒀀',
  ])
})

test('titles and subtitles of any length fit their picture', () => {
  for (const title of ['a', 'Growing a disk '.repeat(20), 'W'.repeat(300), ''])
    for (const subtitle of ['', 'b', 'and what then '.repeat(60)]) {
      const { title: large, subtitle: small, top } = pageLayout(title, subtitle)
      const bottom = top + large.height + (small ? small.height : 0)
      assert.ok(top >= AREA.top && bottom <= AREA.bottom && bottom < CANVAS.height)
      const text = large.columns.flat().map((line) => line.text)
      assert.equal([...clustersOf(text.join(''))].length, [...clustersOf(title)].length)
    }
})

test('indentation and gaps are drawn', () => {
  const { layout } = bemoaningLayout('if it boils:\n    drink  tea\n\telse wait')
  const starts = layout.columns
    .flat()
    .map(({ words }) => words.find(({ word }) => word.pieces.length > 0)?.x ?? 0)
  assert.equal(starts[0], 0)
  assert.ok((starts[1] ?? 0) > 0.5, `four spaces are ${starts[1]} em`)
  assert.equal(starts[1], starts[2], 'a tab is four spaces')
  assert.deepEqual(
    layout.columns.flat().map(({ text }) => text),
    ['if it boils:', '    drink  tea', '\telse wait'],
  )
})
