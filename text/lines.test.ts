import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Parser } from 'htmlparser2'
import { linesAsHtml } from './lines'

/** What a reader shows that collapses spaces, as HTML without a stylesheet does. */
function shown(html: string): string {
  let text = ''
  const parser = new Parser({
    ontext: (part) => {
      text += part.replace(/[ \n\t]+/g, ' ')
    },
    onopentag: (name) => {
      if (name === 'br') text = `${text.replace(/ $/, '')}\n`
    },
  })
  parser.end(html)
  return text.replaceAll('\u00a0', ' ')
}

test('a reader without a stylesheet shows the same lines, indentation and gaps', () => {
  for (const [typed, expected] of [
    ['for (;;) {\n  if (x)  y()\n}', 'for (;;) {\n  if (x)  y()\n}'],
    ['a\n\tb\n  \tc\n', 'a\n    b\n    c\n'],
    ['<b> & "x"', '<b> & "x"'],
    ['a \n\n b', 'a\n\n b'],
    ['日本\tx', '日本  x'],
  ] as const)
    assert.equal(shown(linesAsHtml(typed)), expected)
})

test('gaps still wrap, and words are separated by plain spaces', () => {
  assert.equal(linesAsHtml('a  b   c d'), 'a\u00a0 b\u00a0\u00a0 c d')
})
