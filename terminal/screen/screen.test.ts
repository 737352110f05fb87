import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { width } from '@/text/wrap'
import { plainOf } from '../draw/line'
import { completed, matching } from './compose'
import { Keys } from './keys'
import type { Look } from './look'
import { append, move, pageOf, type Subject, textPage, viewOf } from './page'
import { Painter } from './painter'
import { PlainPainter } from './plain-painter'
import { Prompt } from './prompt'

const card = (id: number, body: string) => ({
  id,
  url: '',
  body,
  tags: ['ci'],
  author: null,
  created_at: '2026-11-01T00:00:00.000Z',
  votes: { bemoan: 1, self_inflicted: 0 },
  comments: 0,
  state: 'broken',
})

const cardsOf = (bodies: readonly string[]): Subject[] =>
  bodies.map((body, at) => ({
    type: 'bemoaning',
    card: card(at + 1, body),
    digest: at % 2 ? Buffer.alloc(32, at) : null,
  }))

const full: Look = { colours: 0, faces: true, plain: false }
const plain: Look = { colours: 0, faces: false, plain: true }
const view = (body: readonly string[], message = '') => ({
  title: 'x',
  body: body.map((text) => [{ text, ink: 'plain' as const }]),
  selected: body.map((text) => [{ text, ink: 'plain' as const }]),
  message,
  asked: null,
})

test('keys are read whole, across chunks too, and what is none of ours is left out', () => {
  const read = (...chunks: string[]) => {
    const keys = new Keys()
    return chunks.flatMap((chunk) => keys.read(Buffer.from(chunk, 'latin1')))
  }
  assert.deepEqual(read('j\x1b[A\x1bOBk'), ['j', 'up', 'down', 'k'])
  assert.deepEqual(read('\xc3', '\xa9'), ['é'])
  assert.deepEqual(read('\x1b[200~paste\x1b[201~'), [...'paste'])
  assert.deepEqual(read('\x1b[5;2~\x1bq\x00\x1b'), ['escape'])
})

test('what is selected is in view, at any size, and no line is wider than the screen', () => {
  const sizes = fc.record({
    columns: fc.integer({ min: 40, max: 200 }),
    rows: fc.integer({ min: 4, max: 60 }),
  })
  const bodies = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), {
    minLength: 1,
    maxLength: 9,
  })
  fc.assert(
    fc.property(
      sizes,
      bodies,
      fc.array(fc.integer({ min: -9, max: 9 })),
      ({ columns, rows }, texts, moves) => {
        const page = pageOf('x', cardsOf(texts))
        for (const by of [0, ...moves]) {
          move(page, by)
          const view = viewOf(page, columns, rows, full).body.map(plainOf)
          assert.ok(view.length <= rows)
          assert.ok(view.some((line) => line.startsWith('▌')))
          for (const line of view) assert.ok(width(line) <= columns, line)
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('only lines that have changed are written', () => {
  let written = ''
  const painter = new Painter((text) => {
    written += text
  }, full)
  painter.paint(view(['one', 'two']), 40, 4)
  written = ''
  painter.paint(view(['one', 'three']), 40, 4)
  assert.equal(written, '\x1b[3;1Hthree\x1b[K')
  painter.paint(view(['one', 'three']), 40, 4)
  assert.equal(written, '\x1b[3;1Hthree\x1b[K')
})

test('without cursor movement, what is new is written below, and each of it once', () => {
  let written = ''
  const painter = new PlainPainter((text) => {
    written += text
  })
  const asks = (typed: string) => ({
    ...view(['one']),
    asked: { question: 'Say', hints: ['a hint'], typed },
  })
  painter.begin()
  painter.paint(view(['one']), 40)
  painter.paint(view(['one'], 'done'), 40)
  for (const typed of ['', 'a', 'ab', 'a', 'a\x1b']) painter.paint(asks(typed), 40)
  painter.paint(view(['two']), 40)
  assert.equal(written, 'x\r\none\r\ndone\r\nSay\r\na hint\r\nab\r\na␛two\r\n\r\n')
  assert.doesNotMatch(written, /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/)
})

test('a question takes text, completes it, and is left or given', () => {
  const answer = async () => {}
  const prompt = new Prompt({ question: 'Say', lines: true, answer })
  for (const key of ['a', 'enter', 'tab', 'é', 'backspace', 'up', '\u202e'])
    assert.equal(prompt.take(key), null)
  assert.equal(prompt.typed, 'a\n\t\u202e')
  assert.equal(prompt.take('ctrl-d'), 'given')
  assert.equal(new Prompt({ question: 'Say', answer }).take('enter'), 'given')
  assert.equal(new Prompt({ question: 'Say', answer }).take('escape'), 'left')
  const tags = ['ci', 'css', 'css-in-js', 'docker']
  assert.deepEqual(matching(tags, 'ci, cs'), ['css', 'css-in-js'])
  assert.deepEqual(matching(tags, 'j'), ['css-in-js'])
  assert.deepEqual(matching(tags, 'ci '), [])
  assert.equal(completed(tags, 'ci,do'), 'ci,docker ')
  assert.equal(completed(tags, 'none'), 'none')
})

test('what is typed is shown, and cannot move the cursor', () => {
  let written = ''
  const painter = new Painter((text) => {
    written += text
  }, full)
  painter.paint({ ...view([]), asked: { question: 'Say', hints: [], typed: 'a\x1b[2J\u202eb' } }, 40, 8)
  assert.ok(written.includes('a␛[2J<202E>b'))
})

test('a text is moved through line by line', () => {
  const page = textPage(
    'x',
    Array.from({ length: 50 }, (_, at) => `line ${at}`),
  )
  move(page, 49)
  const [last = []] = viewOf(page, 80, 10, full).body.slice(-1)
  assert.ok(plainOf(last).endsWith('line 49'))
  assert.deepEqual(viewOf(page, 80, 10, plain).selected.map(plainOf), ['line 49'])
})

test('a list that is read on holds what is selected, and no more than 600', () => {
  const page = pageOf('x', cardsOf(['a']))
  for (let n = 0; n < 30; n += 1) {
    append(page, cardsOf(Array.from({ length: 30 }, (_, at) => `${n}-${at}`)))
    move(page, 30)
    const { selected } = viewOf(page, 40, 10, full)
    assert.ok(selected.map(plainOf).join(' ').includes(`${n}-29`))
  }
  assert.ok(page.subjects.length <= 600)
})
