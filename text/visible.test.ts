import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { visible } from './visible'
import { width } from './wrap'

/** Every character that a terminal obeys, or that turns a line around. */
const dangerous = [
  ...Array.from({ length: 0xa0 }, (_, code) => code).filter(
    (code) => (code < 0x20 || code > 0x7e) && code !== 0x0a && code !== 0x09,
  ),
  ...[0x61c, 0x200e, 0x200f, 0x2028, 0x2029],
  ...Array.from({ length: 5 }, (_, at) => 0x202a + at),
  ...Array.from({ length: 4 }, (_, at) => 0x2066 + at),
].map((code) => String.fromCodePoint(code))

test('every control and bidi character is shown, and takes a column', () => {
  for (const character of dangerous) {
    const shown = visible(`a${character}b`)
    assert.ok(!shown.includes(character), character.codePointAt(0)?.toString(16))
    assert.ok(width(shown) >= 3, character.codePointAt(0)?.toString(16))
  }
})

test('titles, clipboards and colours stay text', () => {
  assert.equal(visible('\x1b]0;owned\x07'), '␛]0;owned␇')
  assert.equal(visible('\x1b]52;c;cm0gLXJm\x1b\\'), '␛]52;c;cm0gLXJm␛\\')
  assert.equal(visible('\x9b31mred'), '<009B>31mred')
  assert.equal(visible('user\u202etxt.exe'), 'user<202E>txt.exe')
})

test('whatever the text, nothing dangerous is left, and the rest is as it was', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...dangerous),
    fc.constantFrom('\t', '\n'),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('')
      const shown = visible(text)
      assert.ok(dangerous.every((character) => !shown.includes(character)))
      if (dangerous.every((character) => !text.includes(character))) assert.equal(shown, text)
    }),
  )
})
