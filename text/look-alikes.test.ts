import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugify } from '@/core/slug'
import { normaliseForDuplicates, skeleton } from './text'

const original = 'My laptop decodes HD video, yet a web page kills it. Nobody knows why!'
const bare = 'mylaptopdecodeshdvideoyetawebpagekillsitnobodyknowswhy'

const swap = (text: string, from: string, to: string) =>
  [...text].map((letter) => [...to][[...from].indexOf(letter)] ?? letter).join('')
const offset = (text: string, upper: number, lower: number) =>
  text.replace(/[A-Za-z]/g, (letter) =>
    String.fromCodePoint(letter.charCodeAt(0) + (letter < 'a' ? upper - 65 : lower - 97)),
  )

test('duplicates: ignores case, spacing, punctuation and look-alike letters', () => {
  const variants = [
    original,
    original.toUpperCase(),
    `  ${original.replaceAll(' ', ' \u00a0\n')} …??`,
    original.replaceAll(' ', '\u200b'),
    original.replaceAll('i', 'í').replaceAll('e', 'ё'.normalize('NFC')),
    swap(original, 'aeopcyxskHMNT', 'аеорсухѕкНМΝТ'),
    swap(original, 'aeopvuktiHMNKT', 'αεορνυκτιΗΜΝΚΤ'),
    offset(original, 0xff21, 0xff41),
    offset(original, 0x1d400, 0x1d41a),
    offset(original, 0x1d5d4, 0x1d5ee),
    offset(original, 0x24b6, 0x24d0),
  ]
  for (const variant of variants) assert.equal(normaliseForDuplicates(variant), bare, variant)
})

test('duplicates: other scripts, emoji and bare punctuation stay distinct and not empty', () => {
  const texts = [
    'Мой компьютер сломан',
    'Мой компьютер починен',
    'Ο υπολογιστής μου χάλασε',
    '私のパソコンは壊れています',
    '私のハソコンは壊れています',
    'मेरा कंप्यूटर टूट गया',
    'मेरी कंप्यूटर टूट गया',
    'جهازي معطل',
    '컴퓨터가 고장났다',
    '👍👍👍',
    '😭',
    heart(),
    '🇩🇪',
    '🇫🇷',
    '...',
    '!?',
    '0',
    'o',
    '1',
    'l',
  ]
  const normalised = texts.map(normaliseForDuplicates)
  assert.ok(!normalised.includes(''))
  assert.equal(new Set(normalised).size, texts.length)
  for (const text of texts) {
    assert.equal(normaliseForDuplicates(text.toUpperCase()), normaliseForDuplicates(text))
    assert.equal(normaliseForDuplicates(normaliseForDuplicates(text)), normaliseForDuplicates(text))
    assert.equal(normaliseForDuplicates(`\u200b ${text.normalize('NFD')}`), normaliseForDuplicates(text))
  }
  assert.equal(normaliseForDuplicates('👍🏽'), normaliseForDuplicates('👍'))
  assert.equal(normaliseForDuplicates(' \u200b\n'), '')
})

function heart() {
  return '\u2764\ufe0f'
}

test('skeleton: equal for handles that look alike', () => {
  const groups = [
    [
      'admin',
      'Admin',
      'adm1n',
      'ADM1N',
      'a-d-m-i-n',
      'a_dmin',
      'admln',
      '4dmin',
      'аdmin',
      'ａｄｍｉｎ',
      '𝐚dmin',
      'ɑdmin',
      '@dmin',
      'adrnin',
      'ádmin',
    ],
    ['root', 'r00t', 'r0ot', 'ro-ot', 'rооt', 'rоοt'],
    ['evil', 'ev1l', 'evi1', 'evll', '3vil'],
    ['moderator', 'm0derator', 'rnoderator', 'mod3r4tor'],
    ['www', 'vvvvvv'],
  ]
  for (const group of groups) assert.equal(new Set(group.map(skeleton)).size, 1, group.join(' '))
  assert.equal(new Set(groups.map(([first = '']) => skeleton(first))).size, groups.length)
  assert.notEqual(skeleton('alice'), skeleton('alice2'))
  assert.notEqual(skeleton('bob8'), skeleton('bob9'))
  for (const handle of ['---', '_', '-_-']) assert.notEqual(skeleton(handle), '')
})

test('slugify', () => {
  const table: [string, string][] = [
    ['Hello, World!', 'hello-world'],
    ["It doesn't, don’t ask", 'it-doesnt-dont-ask'],
    ['Crème brûlée à la Ångström', 'creme-brulee-a-la-angstrom'],
    ['Straße Łódź Ørsted Þór œuvre ŒUVRE', 'strasse-lodz-orsted-thor-oeuvre-oeuvre'],
    ['ﬁne ｆｕｌｌ 𝐛𝐨𝐥𝐝', 'fine-full-bold'],
    ['  --a--b--  ', 'a-b'],
    ['', 'bemoaning'],
    ['!!!', 'bemoaning'],
    ['привет', 'bemoaning'],
    ['😭 why', 'why'],
    ['a'.repeat(80), 'a'.repeat(60)],
    [`${'word '.repeat(11)}12345 tail`, `${'word-'.repeat(11)}12345`],
    [`${'word '.repeat(11)}123456 tail`, 'word-'.repeat(11).slice(0, -1)],
  ]
  for (const [text, slug] of table) assert.equal(slugify(text), slug, text)
})

test('handles hostile texts in time', () => {
  const texts = [
    '\u0301\u0316'.repeat(5e5),
    `a${'\u0301'.repeat(1e6)}`,
    'ﷺ'.repeat(1e5),
    '-'.repeat(1e6),
    'νa '.repeat(3e5),
  ]
  for (const text of texts)
    for (const run of [normaliseForDuplicates, skeleton, slugify]) {
      // The processor's time: on a busy machine a clock would tell of others.
      const start = process.cpuUsage()
      run(text)
      assert.ok(process.cpuUsage(start).user < 1_500_000, `${run.name} ${JSON.stringify(text.slice(0, 5))}`)
    }
})
