import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { walk } from '@/keys/randomart'
import { width } from '@/text/wrap'
import { face, faceLines } from './face'
import { gutterLines } from './gutter'
import { plainOf } from './line'

const digestOf = (n: number) => createHash('sha256').update(String(n)).digest()

test('a face has a dot for each square that the bishop has been on', () => {
  for (let n = 0; n < 50; n += 1) {
    const lines = faceLines(digestOf(n))
    const dots = [...lines.join('')].reduce(
      (sum, character) =>
        sum + ((character.codePointAt(0) ?? 0) - 0x2800).toString(2).replaceAll('0', '').length,
      0,
    )
    assert.equal(dots, walk(digestOf(n)).grid.flat().filter(Boolean).length)
    assert.ok(lines.length === face.rows && lines.every((line) => width(line) === face.columns))
  }
})

test('the gutter holds number and face beside the text, where there is room', () => {
  const card = {
    id: 1024,
    url: '',
    body: 'It was the cache.',
    tags: ['ci'],
    author: 'kettle',
    created_at: new Date().toISOString(),
    votes: { bemoan: 3, self_inflicted: 1 },
    mine: 'bemoan' as const,
    comments: 2,
    state: 'fixed',
  }
  const wide = gutterLines(card, 80, digestOf(1)).map(plainOf)
  assert.match(wide[0] ?? '', /^ {4}#1024 {2}kettle · .* · ci · fixed$/)
  assert.equal(wide[2]?.slice(9).trim(), 'It was the cache.')
  assert.match(wide.at(-1) ?? '', / {11}\[\+ 3 bemoan this too\] {2}! 1 self-inflicted {2}2 comments$/)
  assert.ok(faceLines(digestOf(1)).every((line, at) => wide[at + 1]?.startsWith(line)))
  const narrow = gutterLines(card, 40, digestOf(1)).map(plainOf)
  assert.match(narrow[0] ?? '', /^#1024 · kettle/)
  for (const line of narrow) assert.ok(width(line) <= 40, line)
})
