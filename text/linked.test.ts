import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkedPieces } from './linked'

const links = (text: string): string[] => linkedPieces(text).flatMap(({ href }) => (href ? [href] : []))

test('web addresses in a plain text become links, without the sentence around them', () => {
  const table: [string, string[]][] = [
    ['I write at https://example.org/a_b, mostly.', ['https://example.org/a_b']],
    [
      '(https://example.org) and http://x.example/?q=1#top!',
      ['https://example.org', 'http://x.example/?q=1#top'],
    ],
    ['Nothing here: www.example.org, mail@example.org', []],
    ['javascript:alert(1) data:text/html,x ftp://example.org/', []],
    ['https://bank.example@evil.example/ https://a:b@evil.example', []],
    ['https://localhost/ https:// https://[', []],
    ['https://example.org/"onmouseover="x', ['https://example.org/']],
    ['<a href="https://example.org/x">', ['https://example.org/x']],
  ]
  for (const [text, found] of table) {
    assert.deepEqual(links(text), found, text)
    assert.equal(
      linkedPieces(text)
        .map((piece) => piece.text)
        .join(''),
      text,
    )
  }
})
