import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runsOf } from './ansi'
import { recordingSvg } from './svg'

test('colours and marks of a captured terminal are read, and last until they are ended', () => {
  const [first, second] = runsOf('\x1b[1m#1\x1b[0m a\x1b[38;5;30mci\n\x1b[7mb\x1b[39mc')
  assert.deepEqual(first, [
    { text: '#1', bold: true, reversed: false, colour: null },
    { text: ' a', bold: false, reversed: false, colour: null },
    { text: 'ci', bold: false, reversed: false, colour: 30 },
  ])
  assert.deepEqual(second, [
    { text: 'b', bold: false, reversed: true, colour: 30 },
    { text: 'c', bold: false, reversed: true, colour: null },
  ])
})

test('a recording shows its frames one after the other, and markup in them is text', () => {
  const frames = [1, 3].map((seconds) => ({ lines: runsOf('<b> & 日'), seconds }))
  const svg = recordingSvg(frames, 10, 2, 'A "title"')
  assert.match(svg, /aria-label="A &quot;title&quot;"/)
  assert.match(svg, /#f1\{animation:f1 4s step-end infinite\}/)
  assert.match(svg, /@keyframes f0\{0%,24.9%\{visibility:visible\}25%,100%\{visibility:hidden\}\}/)
  assert.equal(svg.match(/&lt;b&gt; &amp; 日/g)?.length, 2)
  assert.match(svg, /textLength="67.2"/, '8 columns')
})
