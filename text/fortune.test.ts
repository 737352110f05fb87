import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFortune, parseFortune } from './fortune'
import { problemIn } from './text'

const parse = (file: string | Buffer) => [...parseFortune(Buffer.from(file))]
const texts = (file: string | Buffer) => parse(file).map(({ text }) => text)

test('parses entries with their line in the file', () => {
  const file = 'One\n%\n\n  Two\nlines\n\n%\n%\n \n%\nThree'
  assert.deepEqual(parse(file), [
    { index: 0, line: 1, text: 'One' },
    { index: 1, line: 4, text: '  Two\nlines' },
    { index: 2, line: 11, text: 'Three' },
  ])
  assert.deepEqual(parse(file.replaceAll('\n', '\r\n')), parse(file))
  assert.deepEqual(parse(`${file}\n%\n`), parse(file))
  assert.deepEqual(parse(`${file}\n%`), parse(file))
  assert.deepEqual(parse(`\ufeff${file}`), parse(file))
})

test('only a line that is exactly % separates entries', () => {
  assert.deepEqual(texts('100 %\n%%\n %\n% \nx\n'), ['100 %\n%%\n %\n% \nx'])
  for (const file of ['', '%', '%\n', '\n\n', '%\n%\n%\n', '%\r\n'])
    assert.deepEqual(texts(file), [], JSON.stringify(file))
})

test('decodes each entry that is not UTF-8 as latin1', () => {
  const file = Buffer.concat([
    Buffer.from('naïve 👍\n%\n'),
    Buffer.from('na\xefve\n%\n', 'latin1'),
    Buffer.from('é'),
  ])
  assert.deepEqual(texts(file), ['naïve 👍', 'naïve', 'é'])
})

test('handles overstrike, tabs and other control characters', () => {
  const table: [string, string][] = [
    ['_\bH_\bi there', 'Hi there'],
    ['B\bBo\bol\bld\bd', 'Bold'],
    ['_\bX\bX\bX', 'X'],
    ['X\b_', 'X'],
    ['_\b_', '_'],
    ['_\bé é\bé', 'é é'],
    ['a\tb\n\tc', 'a       b\n        c'],
    ['日本\tx', '日本    x'],
  ]
  for (const [file, text] of table) assert.deepEqual(texts(file), [text], JSON.stringify(file))
  assert.deepEqual(texts('e\b^ \u001b[1m').map(problemIn), ['control'])
  assert.deepEqual(texts('a\0b').map(problemIn), ['nul'])
})

test('formatted files parse back to the same texts', () => {
  const written = [
    'One.',
    'Two\nlines,\n\n    and code',
    '100 %\n%%',
    'naïve 👍 日本語',
    'x'.repeat(78),
    '日'.repeat(39),
  ]
  assert.deepEqual(texts(formatFortune(written)), written)
  assert.equal(formatFortune(['a', 'b']), 'a\n%\nb\n%\n')
  assert.equal(formatFortune([]), '')
  assert.equal(formatFortune(['', ' \n\t', 'a']), 'a\n%\n')
})

test('a text cannot break out of its entry', () => {
  for (const text of [
    'a\n%\nb',
    'a\r%\rb',
    'a\r\n%\r\nb',
    '%',
    '%\n%',
    ' % ',
    'a\n%\t\nb',
    'a\n\u0007%\nb',
  ]) {
    const file = formatFortune(['before', text, 'after'])
    assert.equal(
      file.split('\n').filter((line) => line.trim() === '%' && line === '%').length,
      3,
      JSON.stringify(text),
    )
    assert.deepEqual(
      parse(file).map(({ index }) => index),
      [0, 1, 2],
    )
  }
  assert.deepEqual(texts(formatFortune(['a\n%\nb'])), ['a\n %\nb'])
  const wrapped = `${'x'.repeat(78)} % ${'y'.repeat(78)}`
  assert.deepEqual(texts(formatFortune([wrapped])), [`${'x'.repeat(78)}\n %\n${'y'.repeat(78)}`])
  assert.equal(formatFortune(['\u001b[31mred\u009b\u0000']), '[31mred\n%\n')
})

test('no line is wider than 78 columns, and no word is lost', () => {
  const long =
    'All that is right, but still wrong: a machine that decodes HD video in real time and dies on a web page. '
  const samples = [
    long.repeat(4),
    `    ${long}`,
    'x'.repeat(500),
    '日本語'.repeat(100),
    '👩‍👩‍👧'.repeat(90),
    `é ${'é'.repeat(99)} é`,
    `${'a'.repeat(78)}   `,
  ]
  for (const sample of samples) {
    const file = formatFortune([sample])
    for (const line of file.split('\n')) {
      const columns = [...new Intl.Segmenter().segment(line)].reduce(
        (sum, { segment }) => sum + (/[日本語👩]/u.test(segment) ? 2 : 1),
        0,
      )
      assert.ok(columns <= 78, line)
    }
    assert.equal(texts(file).join('').replace(/\s/g, ''), sample.replace(/\s/g, ''))
  }
  assert.match(formatFortune([long]), /in real\ntime and dies on a web page\.\n%\n$/)
})

test('parses large and hostile files in time', () => {
  const start = performance.now()
  for (const file of [
    '%\n'.repeat(3e5),
    'a\n%\n'.repeat(5e4),
    '_\b'.repeat(3e5),
    '\t'.repeat(1e5),
    'X\b'.repeat(3e5),
    '\xff'.repeat(3e5),
  ])
    parse(Buffer.from(file, 'latin1'))
  formatFortune([
    'é'.repeat(1e5),
    '\t'.repeat(1e5),
    '👍'.repeat(1e5),
    `${' '.repeat(1e5)}é`,
    'é '.repeat(5e4),
  ])
  assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`)
})
