import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerptOf, plainText } from './excerpt'

test('the signs of Markdown are gone, the words and their lines stay', () => {
  const table: [string, string][] = [
    [
      'It was the *cache*, **again**, and ~~not~~ `dns_lookup`.',
      'It was the cache, again, and not dns_lookup.',
    ],
    [
      'See [the manual](https://example.org/man) or <https://example.org>.',
      'See the manual or https://example.org.',
    ],
    ['> The printer\n> is right.\n\nNo.', '“The printer\nis right.”\nNo.'],
    [
      '# Loud\n\n- one\n- *two*\n  - three\n\n3. four\n4. five',
      'Loud\n• one\n• two\n• three\n3. four\n4. five',
    ],
    ['```js\nconst a = b * c * d\n```', 'const a = b * c * d'],
    ['2 * 3 * 4, snake_case_name, a\\*b and &amp;', '2 * 3 * 4, snake_case_name, a*b and &'],
    ['<b onclick="x()">bold</b>', '<b onclick="x()">bold</b>'],
    ['![a picture](x.png)', '![a picture](x.png)'],
    ['Nothing to do here.\nTwo lines.', 'Nothing to do here.\nTwo lines.'],
    ['', ''],
  ]
  for (const [source, text] of table) assert.equal(plainText(source), text, source)
})

test('a text of nothing but signs is returned as it is, and at once', () => {
  const attack = '*_`['.repeat(400)
  const began = performance.now()
  assert.equal(plainText(attack), attack)
  assert.ok(performance.now() - began < 100)
})

test('an excerpt is cut between characters, after the signs are gone', () => {
  assert.equal(excerptOf('**four** words', 4), 'four…')
  assert.equal(excerptOf('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2), '👨‍👩‍👧‍👦👨‍👩‍👧‍👦…')
  assert.equal(excerptOf('*short*', 5), 'short')
})
