import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { width } from '@/text/wrap'
import { Keys } from './keys'
import { cardsOf, move, pageOf, textPage, viewOf } from './page'
import { Painter } from './painter'
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
        const page = pageOf('x', cardsOf(texts.map((body, at) => card(at + 1, body))))
        for (const by of [0, ...moves]) {
          move(page, by)
          const view = viewOf(page, columns, rows)
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
  })
  painter.paint([{ text: 'one' }, { text: 'two' }], 40)
  written = ''
  painter.paint([{ text: 'one' }, { text: 'three' }], 40)
  assert.equal(written, '\x1b[2;1Hthree\x1b[K')
  painter.paint([{ text: 'one' }, { text: 'three' }], 40)
  assert.equal(written, '\x1b[2;1Hthree\x1b[K')
})

test('a question takes text, shows what would move the cursor, and is left or given', () => {
  const prompt = new Prompt('Say', async () => {}, true)
  for (const key of ['a', 'enter', 'é', 'backspace', 'up', '\u202e']) assert.equal(prompt.take(key), null)
  assert.equal(prompt.typed, 'a\n\u202e')
  assert.ok(prompt.draw(40, 10).join('').includes('<202E>'))
  assert.equal(prompt.take('ctrl-d'), 'given')
  assert.equal(new Prompt('Say', async () => {}).take('enter'), 'given')
  assert.equal(new Prompt('Say', async () => {}).take('escape'), 'left')
})

test('a text is moved through line by line', () => {
  const page = textPage(
    'x',
    Array.from({ length: 50 }, (_, at) => `line ${at}`),
  )
  move(page, 49)
  assert.ok(viewOf(page, 80, 10).at(-1)?.endsWith('line 49'))
})
