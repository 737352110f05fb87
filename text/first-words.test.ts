import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstWords } from './first-words'

test('a short first line is whole, whatever follows', () => {
  assert.equal(firstWords('if (kettle < 100) {\n\twait()\n}'), 'if (kettle < 100) {')
  assert.equal(firstWords(''), '')
})

test('a long one ends after a word, and at a half if a word is that long', () => {
  assert.equal(firstWords('one two three four', 10), 'one two…')
  assert.equal(firstWords(`a ${'b'.repeat(20)}`, 10), `a ${'b'.repeat(8)}…`)
})

test('nothing that a reader sees as one character is cut', () => {
  const family = '👨‍👩‍👧‍👦'
  assert.equal(firstWords(family.repeat(12), 10), `${family.repeat(10)}…`)
  assert.equal(firstWords(family.repeat(10), 10), family.repeat(10))
  assert.equal(firstWords('𠮷'.repeat(81)), `${'𠮷'.repeat(80)}…`)
})
