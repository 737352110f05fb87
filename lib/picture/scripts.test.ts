import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import bidiFactory from 'bidi-js'
import fc from 'fast-check'
import * as hb from 'harfbuzzjs'
import { inScripts, undrawable } from '@/tests/scripts'
import { covers, fontFile, type Sliced, sliceFor } from './coverage'
import { inVisualOrder } from './direction'
import { shaped } from './fonts'
import { bemoaningLayout, bemoaningPicture, pagePicture } from './picture'
import { isDrawable, wordsOf } from './pieces'

const base = { id: 1, author: 'marvin', art: null, tags: ['ci'], bemoan: 3, selfInflicted: 0 }

test('the list of characters of each face is that of the cmap in its file', () => {
  let files = 0
  for (const folder of ['', 'noto-jp', 'noto-sc', 'noto-kr'] as const) {
    const path = join('assets/fonts', folder)
    const names = readdirSync(path).filter((name) => name.endsWith('.ttf'))
    const list = JSON.parse(readFileSync(join(path, 'coverage.json'), 'utf8')) as Record<string, string>
    assert.deepEqual(Object.keys(list).sort(), names.map((name) => name.slice(0, -4)).sort())
    for (const name of Object.keys(list)) {
      const bytes = readFileSync(fontFile(name))
      const face = new hb.Face(new hb.Blob(Uint8Array.from(bytes).buffer))
      const real = [...face.collectUnicodes()].sort((one, other) => one - other)
      const listed = (list[name] ?? '').split(' ').flatMap((range) => {
        const [from = 0, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16))
        return Array.from({ length: to - from + 1 }, (_, at) => from + at)
      })
      assert.deepEqual(listed, real, name)
      const some = String.fromCodePoint(real[real.length >> 1] ?? 0)
      assert.ok(folder ? sliceFor(folder as Sliced, some) : covers(name, some), name)
      files += 1
    }
  }
  assert.ok(files > 300, `${files}`)
})

for (const [name, body] of Object.entries(inScripts))
  test(`draws without a missing glyph: ${name}`, () => {
    for (const style of ['text', 'title'] as const) {
      const words = wordsOf(body, style)
      assert.ok(isDrawable(words))
      for (const { face, text } of words.flat().flatMap(({ pieces }) => pieces)) {
        assert.ok(face)
        // Glyph 0 is the box of a font. Joiners have an empty glyph of their own.
        for (const { id } of shaped(face, text).glyphs) assert.notEqual(id, 0, `${face.name}: ${text}`)
      }
    }
    const { layout } = bemoaningLayout(body)
    assert.ok(
      layout.columns.flat().some(({ words }) => words.length > 0),
      'the text is in the picture',
    )
    assert.ok(!bemoaningPicture({ ...base, body }).equals(bemoaningPicture({ ...base, body: '' })))
  })

test('a text with a character that no face has is left out, and all else is drawn', () => {
  const empty = bemoaningPicture({ ...base, body: '' })
  for (const [name, body] of Object.entries(undrawable)) {
    assert.ok(!isDrawable(wordsOf(body, 'text')), name)
    assert.ok(bemoaningPicture({ ...base, body }).equals(empty), name)
    assert.ok(pagePicture(body, 'below').equals(pagePicture('', 'below')), name)
    assert.ok(pagePicture('above', body).equals(pagePicture('above', '')), name)
  }
})

/** Returns the pieces of each line from left to right. */
const drawnLines = (body: string): string[][] =>
  bemoaningLayout(body)
    .layout.columns.flat()
    .map(({ words }) =>
      [...words]
        .sort((one, other) => one.x - other.x)
        .flatMap(({ word }) => word.pieces.map(({ text }) => text)),
    )

test('text from right to left is broken as it is read, and each line is turned', () => {
  const words = Array.from(
    { length: 24 },
    (_, at) => `${'אבגדהוזחטיכלמנסעפצקרשת'[at % 22]}לף${at % 10 === 0 ? 'ן' : ''}`,
  )
  const lines = drawnLines(words.join(' '))
  assert.ok(lines.length > 1)
  assert.deepEqual(
    lines.flatMap((line) => [...line].reverse()).filter((text) => text !== ''),
    words,
  )
})

test('directions are mixed as the Unicode algorithm says', () => {
  const table: [text: string, drawn: string[][]][] = [
    ['abc אבג דהו xyz', [['abc', 'דהו', 'אבג', 'xyz']]],
    ['אבג abc def דהו', [['דהו', 'abc', 'def', 'אבג']]],
    // What is not a letter is turned one by one, and brackets are mirrored.
    ['אבג (דהו)!', [['!', '(', 'דהו', ')', 'אבג']]],
    ['אבג 12 דהו', [['דהו', '12', 'אבג']]],
    ['abc (אבג) def', [['abc', '(', 'אבג', ')', 'def']]],
    ['plain (text)', [['plain', '(text)']]],
  ]
  for (const [text, drawn] of table) assert.deepEqual(drawnLines(text), drawn, text)
})

test('parts are ordered as bidi-js orders characters', () => {
  const bidi = bidiFactory()
  const unit = fc.constantFrom('a', 'b', 'א', 'ב', 'ع', '1', '٣', ' ', '(', ')', '.', '-')
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 30 }), (characters) => {
      const text = characters.join('')
      // White space at the end of a line takes its direction, which is the line's work.
      fc.pre(!/\s$/.test(text))
      const levels = bidi.getEmbeddingLevels(text)
      const parts = characters.map((_, at) => ({ at, level: levels.levels[at] ?? 0 }))
      assert.deepEqual(
        inVisualOrder(parts).map(({ at }) => at),
        bidi.getReorderedIndices(text, levels),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('the stamp stands at the end of the text: left of it from right to left', () => {
  for (const name of ['Arabic', 'Hebrew']) {
    const last = bemoaningLayout(inScripts[name] ?? '')
      .layout.columns.flat()
      .at(-1)
    assert.ok(last && last.tailX !== null && last.words.length > 0)
    assert.ok(last.words.every(({ x }) => x > (last.tailX ?? 0)))
  }
})

test('Thai is broken between words', () => {
  const text = inScripts.Thai ?? ''
  const segments = [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)]
  const starts = new Set(segments.map(({ index }) => index))
  let at = 0
  for (const line of bemoaningLayout(text).layout.columns.flat()) {
    assert.ok(starts.has(at), `${at}`)
    at += line.text.length
  }
  assert.equal(at, text.length)
})

test('Japanese texts have Japanese ideographs, others Chinese ones', () => {
  const facesOf = (text: string) =>
    new Set(
      wordsOf(text, 'text')
        .flat()
        .flatMap(({ pieces }) => pieces.map(({ face }) => face?.name.slice(0, 7))),
    )
  assert.deepEqual(facesOf('直した骨'), new Set(['noto-jp']))
  assert.deepEqual(facesOf('直骨'), new Set(['noto-sc']))
  assert.deepEqual(facesOf('한국어'), new Set(['noto-kr']))
})
