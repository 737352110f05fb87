import assert from 'node:assert/strict'
import { test } from 'node:test'
import { voteKinds } from '@/core/vote-kinds'
import { keyTable } from './parts/ui/help'
import { nextIndex } from './parts/ui/keys'
import { RoughSegmenter } from './parts/ui/segmenter'
import { isDistance } from './parts/ui/times'
import { isKnown, knownCookie } from './parts/votes/known'
import { mineQuery } from './parts/votes/mine'
import { pathOf, questionOf } from './parts/writing/similar'

test('j and k stop at both ends', () => {
  assert.deepEqual([nextIndex(0, 1, 3), nextIndex(2, 1, 3), nextIndex(0, -1, 3)], [1, 2, 0])
  assert.equal(nextIndex(0, 1, 0), -1)
})

test('every key has one function, and the help includes the votes', () => {
  const keys = keyTable.map(([keys]) => keys.join(' '))
  assert.equal(new Set(keys).size, keys.length)
  for (const { key, label } of voteKinds)
    assert.ok(keyTable.some(([[first], does]) => first === key && does === label))
})

test('recognises its own cookie', () => {
  assert.ok(isKnown('theme=dark; js=1') && isKnown('js=1; theme=dark'))
  assert.ok(isKnown('a=1; __Host-js=1'))
  assert.ok(!isKnown('') && !isKnown('xjs=1') && !isKnown('js=10') && !isKnown('__Host-xjs=1'))
  assert.match(knownCookie('https:'), /^__Host-js=1; path=\/;.*; Secure$/)
  assert.match(knownCookie('http:'), /^js=1; path=\/;.*SameSite=Lax$/)
})

test('asks for at most 100 things of a noun, and omits empty ones', () => {
  assert.equal(mineQuery([]), '')
  assert.equal(mineQuery(['bemoanings/1', 'comments/5', 'bemoanings/2']), 'bemoanings=1,2&comments=5')
  const many = Array.from({ length: 150 }, (_, at) => `bemoanings/${at}`)
  assert.equal(mineQuery(many).split(',').length, 100)
})

test('only relative times are updated', () => {
  assert.ok(isDistance('3 minutes ago') && isDistance(' just now '))
  assert.ok(!isDistance('3 May 2025') && !isDistance('2025-05-03'))
})

test('short texts have no question, long ones are cut to the API’s maximum', () => {
  assert.equal(questionOf('  npm install hangs '), null)
  assert.equal(questionOf(' npm install hangs!! '), null)
  assert.equal(questionOf(' npm install hangs!!! '), 'npm install hangs!!!')
  assert.equal(questionOf('👩‍👩‍👧'.repeat(19)), null)
  assert.equal(questionOf('é'.repeat(9_000))?.length, 4_000)
  // An eleven-unit family emoji, cut within a person, still gives a valid query.
  for (const text of [
    '👨‍👩‍👧‍👦'.repeat(490),
    `${'x'.repeat(3_999)}👻`,
    `${'long enough to ask '.repeat(2)}\ud83d`,
  ])
    assert.doesNotThrow(() => encodeURIComponent(questionOf(text) ?? ''), text.slice(-20))
})

test('an address leads to this site under any origin', () => {
  assert.equal(pathOf('https://ibtsocs.example/b/5/x?y=1'), '/b/5/x?y=1')
})

test('the replacement counts like Intl.Segmenter in common texts', () => {
  const real = new Intl.Segmenter('en', { granularity: 'grapheme' })
  const rough = new RoughSegmenter()
  for (const text of ['abc\r\nd\n', 'e\u0301a', '👩‍👩‍👧!', '👍🏽', '🇩🇪🇫🇷', '❤️x', 'ñandú', '']) {
    const pieces = Array.from(real.segment(text), ({ segment }) => segment)
    assert.deepEqual(
      rough.segment(text).map(({ segment }) => segment),
      pieces,
    )
    assert.equal(rough.segment(text).containing()?.segment, pieces[0])
  }
})
