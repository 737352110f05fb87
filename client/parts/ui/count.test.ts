import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { graphemes, isBlank, trimText } from '@/text/text'
import { countVisible, standing } from './count'

const asTheServer = (text: string) => (isBlank(text) ? 0 : graphemes(trimText(text)))

test('counts like the server, whatever the text', () => {
  const pieces = [
    'a',
    ' ',
    '\n',
    '\t',
    'é',
    'e\u0301',
    '\u200b',
    '\u200d',
    '\ufe0f',
    '👩‍👩‍👧',
    '🇩🇪',
    '❤️',
    '가',
    'ส',
    '\u2800',
    '\u00ad',
    '.',
  ]
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (typed) => countVisible(typed) === asTheServer(typed)),
    { numRuns: 3_000 },
  )
})

test('stops counting when the number no longer matters', () => {
  assert.ok(countVisible('é\u0301'.repeat(50_000), 100) <= 102)
})

test('shows nothing while there is room', () => {
  assert.equal(standing('', 20, 500), null)
  assert.equal(standing(' \n\u200b ', 20, 500), null)
  assert.equal(standing('a'.repeat(420), 20, 500), null)
})

test('counts up to the minimum and down to the maximum', () => {
  assert.equal(standing('aaa', 20, 500)?.words, '17 more')
  assert.equal(standing('a'.repeat(421), 20, 500)?.words, '79 left')
  assert.deepEqual(standing('a'.repeat(500), 20, 500), { words: '0 left', over: false, near: true })
  assert.deepEqual(standing('a'.repeat(503), 20, 500), { words: '3 too many', over: true, near: true })
})

test('spaces at the ends do not count', () => {
  assert.equal(standing(`  ${'a'.repeat(500)}\n`, 20, 500)?.words, '0 left')
})
