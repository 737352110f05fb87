import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isProse, renderMarkdown, renderParsed } from './markdown'
import { noNames } from './mentions'

const named: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

/** The text that a browser shows of our HTML; a line break is one. */
const shown = (html: string): string =>
  html
    .replace(/<br>\n?/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([0-9A-F]+)|lt|gt|quot|amp);/gi, (entity, code: string | undefined) =>
      code === undefined ? (named[entity] ?? entity) : String.fromCodePoint(Number.parseInt(code, 16)),
    )

/** What hostile and ordinary code is made of. */
const pieces = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '*'.repeat(60),
    '_'.repeat(50),
    '~'.repeat(5),
    '[('.repeat(30),
    '> > > > > > > > > > x',
    '`',
    '``',
  ),
  fc.constantFrom(
    '- - - -',
    '1. 2. 3.',
    '\t',
    '    ',
    '<script>',
    '&amp;',
    '\\*',
    '# x',
    '[a]: b',
    '^~~~~',
    '|-|',
  ),
)
/** A code point that no Markdown text keeps: CommonMark 0.31.2, 2.3, replaces NUL; line ends are normalised at the door. */
const kept = (text: string): string => text.replace(/[\0\r]/g, '').replace(/\p{Cs}/gu, '')

test('text in a fence is shown as it was typed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(pieces, { maxLength: 6 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('', 'c', 'js', 'python', 'no-such-language'),
      (lines, language) => {
        const text = kept(lines.map((line) => line.join(' ')).join('\n'))
        const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
        assert.equal(
          shown(renderMarkdown(`${ticks}${language}\n${text}\n${ticks}`)),
          text === '' ? '' : `${text}\n`,
        )
      },
    ),
    { numRuns: 1_000 },
  )
})

test('inline and indented code is shown as it was typed', () => {
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), (parts) => {
      const line = `x${kept(parts.join(' ')).replace(/[`\n]/g, '').trimEnd()}x`
      assert.equal(shown(renderMarkdown(`a \`${line}\` b`)), `a ${line} b`)
      assert.equal(shown(renderMarkdown(`    ${line}\n    ${line}`)), `${line}\n${line}\n`)
    }),
    { numRuns: 1_000 },
  )
})

const lookAlikes = [
  '*'.repeat(40),
  '*'.repeat(40).replace(/^/, 'see '),
  '_'.repeat(60),
  '- - - -',
  '* * *',
  '1. 2. 3.',
  '- - - x',
  '1. 2. 3. go',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '``````````````',
  'int main( {\n~~~~~~~~~^',
  '~~~~~^~~~\nwhy?',
  '#include <stdio.h>',
  '<T extends object>',
  '[x](javascript:alert(1))',
  '[manual](ftp://ftp.example/README)',
  '[call](tel:+15550100)',
  '<irc://irc.example/help>',
  '![a picture](https://example.org/a.png)',
  '| a | b |\n|---|---|\n| 1 | 2 |',
]

test('prose with signs of Markdown that it does not use is shown as it was typed', () => {
  for (const typed of lookAlikes) {
    const html = renderMarkdown(typed)
    assert.equal(shown(html).trim(), typed, html)
    assert.doesNotMatch(html, /<(?:a|img|table|hr|li)\b/)
  }
})

test('a deep container is shown as it was typed, with its content', () => {
  const deep = `${'> '.repeat(12)}x`
  const html = renderMarkdown(deep)
  assert.ok((html.match(/<blockquote>/g) ?? []).length <= 8, html)
  assert.equal(shown(html).replace(/\s+/g, ' ').trim(), `${'> '.repeat(4)}x`)
})

test('a task says whether it is done; an item keeps its number', () => {
  const tasks = renderMarkdown('- [ ] buy milk\n- [x] rewrite it in Rust\n- [ ]')
  assert.match(tasks, /<li>☐ buy milk<\/li>/)
  assert.match(tasks, /<li>☑ rewrite it in Rust<\/li>/)
  assert.match(shown(tasks), /\[ \]/)
  assert.match(
    renderMarkdown('3. a\n7. b\n8. c'),
    /<ol start="3">\n<li>a<\/li>\n<li value="7">b<\/li>\n<li value="8">c/,
  )
})

test('items that are all typed 1 are counted', () => {
  assert.equal(renderMarkdown('1. a\n1. b\n1. c'), '<ol>\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ol>')
})

test('links of ours and of the web are links', () => {
  for (const to of ['https://example.org/a', 'mailto:a@example.org', '/b/1', '?q=a:b', '#x'])
    assert.match(renderMarkdown(`[x](${to})`), /<a href=/, to)
})

test('prose that is not parsed is rendered as the parser would', () => {
  const words = fc.constantFrom(
    ...[
      'It',
      'was',
      'the',
      'cache',
      'again',
      'http',
      'https:',
      'www',
      'mailto:',
      'xmpp:',
      'example.com',
      'C++',
      'a/b',
      '1.',
      '2)',
      '-',
    ],
    ...[
      '—',
      '…',
      '«so»',
      '“no”',
      '+',
      '--',
      '---',
      '50%',
      'É',
      'e\u0301',
      'привет',
      '中文',
      'שלום',
      '०',
      '(c)',
      '(tm)',
      "don't",
      '?!',
      ';)',
      ':-)',
    ],
    ...[
      '*',
      '_x_',
      '~~a~~',
      '`a`',
      '#',
      '@ada',
      '<b>',
      '&amp;',
      '\\',
      '|',
      '[a]',
      '![',
      '~',
      '^',
      '=',
      'www.example.org',
      'ftp://x',
      'HTTP://x',
    ],
  )
  const texts = fc
    .array(fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 4 })), { minLength: 1, maxLength: 8 })
    .chain((parts) => fc.constantFrom(' ', '', '  ', ', ', ': ').map((between) => parts.join(between)))
  let plain = 0
  const same = (text: string) => {
    if (!isProse(text)) return
    plain += 1
    assert.equal(renderMarkdown(text), renderParsed(text, { names: noNames, named: new Set() }), text)
  }
  fc.assert(fc.property(texts, same), { numRuns: 3_000 })
  same('It was the cache again, as in case 7.')
  assert.ok(plain > 200, `${plain} of the texts were prose`)
})
