import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begunIn, offered, quoted } from './mention'

test('a handle that is being typed is found before the caret', () => {
  assert.deepEqual(begunIn('Thanks @Ad'), { at: 7, starts: 'ad' })
  assert.deepEqual(begunIn('@a'), { at: 0, starts: 'a' })
  assert.deepEqual(begunIn('line\n(@x_y-'), { at: 6, starts: 'x_y-' })
  for (const text of ['', '@', 'me@a', 'a/@b', '@@a', '@ad ', '@ad.', `@${'a'.repeat(21)}`])
    assert.equal(begunIn(text), null, text)
})

test('handles of the thread come first, each once, six at most, and none that is complete already', () => {
  assert.deepEqual(offered('a', ['bob', 'adam', 'adam'], ['ada', 'adam']), ['adam', 'ada'])
  assert.deepEqual(offered('ada', [], ['ada']), [])
  assert.deepEqual(offered('ada', [], ['ada', 'adam']), ['ada', 'adam'])
  assert.equal(offered('a', [], ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7']).length, 6)
})

test('a quote has a mark on every line, and an empty line after it', () => {
  assert.equal(quoted('  one\r\n\n\n\ntwo '), '> one\n>\n> two\n\n')
})
