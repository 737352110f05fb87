/**
 * Builds the site's fonts from packages of fontsource.org, all under the SIL Open Font License:
 *
 *   public/fonts/newsreader.woff2   for browsers: one variable file, weights 400 to 700, only the characters in use
 *   assets/fonts/*.ttf              for lib/picture, which draws the pictures for link previews
 *   assets/fonts/*-LICENSE.txt      the licences
 *
 * Run it again with `node tools/fonts.mjs` after changing this file; the results are committed. Newsreader comes from
 * node_modules (devDependencies); the other faces are fetched with `npm pack` into a temporary directory, so that
 * package.json need not list them. Harfbuzz subsets them (subset-font); the same input gives the same bytes.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const temporary = mkdtempSync(join(tmpdir(), 'fonts-'))

const ASCII = span('20-7e')
const WEB_SIGNS = `${ASCII}–—‘’“”…•′″×→©°µäöüßéèêëàâáãåçñôóõîíïúùûøæÄÖÜÉ`
const WEB_FEATURES = ['kern', 'liga', 'mark', 'rvrn', 'tnum']
const WEB_MOST_BYTES = 30_000

/** Arrows, mathematics, technical signs, box drawing, shapes, dingbats, braille: characters that developers paste. */
const SYMBOLS = span(
  '2010-2027 2030-205e 2070-209c 20a0-20c0 2100-218b 2190-23ff 2422-2426 2460-24ff 2500-27bf 27e6-27ef 27f5-27ff ' +
    '2800-28ff 2900-297f 2a7d-2a7e 2b00-2b1c 2b4e-2b5f',
)
/** The optical size: the pictures' text is large but seen small, so it uses a text cut; titles get a finer one. */
const TEXT = { wght: 400, opsz: 24 }
const TITLE = { wght: 600, opsz: 40 }

const newsreader = join(root, 'node_modules/@fontsource-variable/newsreader')
const literata = pack('@fontsource-variable/literata@5.3.0')
const mono = pack('@fontsource/red-hat-mono@5.3.0')
const typewriter = pack('@fontsource/courier-prime@5.3.0')
const emoji = pack('@fontsource/noto-emoji@5.3.2')
const maths = pack('@fontsource/noto-sans-math@5.3.0')
const symbols = pack('@fontsource/noto-sans-symbols-2@5.3.0')

/**
 * [result, family (unique for each file, because resvg finds faces by name), source, characters or null for all,
 * axes]
 */
const FACES = [
  ...['latin', 'latin-ext', 'vietnamese'].flatMap((part) => [
    [`newsreader-${part}-400`, `newsreader-${part}-opsz-normal`, newsreader, null, TEXT],
    [`newsreader-${part}-600`, `newsreader-${part}-opsz-normal`, newsreader, null, TITLE],
  ]),
  ...['cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'].map((part) => [
    `literata-${part}-400`,
    `literata-${part}-opsz-normal`,
    literata,
    null,
    TEXT,
  ]),
  ['red-hat-mono-500', 'red-hat-mono-latin-500-normal', mono, null],
  ['courier-prime-700', 'courier-prime-latin-700-normal', typewriter, ASCII],
  ['noto-math-400', 'noto-sans-math-latin-400-normal', maths, SYMBOLS],
  ['noto-symbols-400', 'noto-sans-symbols-2-symbols-400-normal', symbols, SYMBOLS],
  ['noto-braille-400', 'noto-sans-symbols-2-braille-400-normal', symbols, span('2800-28ff')],
  ['noto-emoji-400', 'noto-emoji-emoji-400-normal', emoji, null],
]
const LICENCES = {
  newsreader,
  literata,
  'red-hat-mono': mono,
  'courier-prime': typewriter,
  'noto-math': maths,
  'noto-symbols': symbols,
  'noto-emoji': emoji,
}

await main()

async function main() {
  mkdirSync(join(root, 'public/fonts'), { recursive: true })
  mkdirSync(join(root, 'assets/fonts'), { recursive: true })
  const source = readFileSync(join(newsreader, 'files/newsreader-latin-wght-normal.woff2'))
  const web = await subsetFont(source, WEB_SIGNS, {
    targetFormat: 'woff2',
    keepFeatures: WEB_FEATURES,
    variationAxes: { wght: { min: 400, max: 700 } },
  })
  if (web.length > WEB_MOST_BYTES) throw new Error(`newsreader.woff2 has ${web.length} bytes`)
  write('public/fonts/newsreader.woff2', web)
  for (const [name, file, from, signs, variationAxes] of FACES) {
    const options = { targetFormat: 'sfnt', noHinting: true, variationAxes, keepAllGlyphs: signs === null }
    const font = await subsetFont(readFileSync(join(from, `files/${file}.woff2`)), signs ?? '', options)
    write(`assets/fonts/${name}.ttf`, adapt(font, name))
  }
  for (const [name, from] of Object.entries(LICENCES)) {
    write(`assets/fonts/${name}-LICENSE.txt`, readFileSync(join(from, 'LICENSE')))
  }
  write('public/fonts/newsreader-LICENSE.txt', readFileSync(join(newsreader, 'LICENSE')))
  rmSync(temporary, { recursive: true })
}

/** Fetches a package from the registry and unpacks it. @returns its directory */
function pack(spec) {
  const target = mkdtempSync(join(temporary, 'package-'))
  const archive = execFileSync('npm', ['pack', '--silent', spec], { cwd: target, encoding: 'utf8' }).trim()
  execFileSync('tar', ['-xzf', archive], { cwd: target })
  return join(target, 'package')
}

/** '41-43 61' -> 'ABCa' */
function span(ranges) {
  return ranges
    .split(' ')
    .map((range) => range.split('-').map((hex) => Number.parseInt(hex, 16)))
    .map(([from, to = from]) =>
      Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).join(''),
    )
    .join('')
}

/**
 * Adapts a TrueType font for lib/picture: with another family name (style Regular; copyright and licence entries are
 * kept), and with kerning that opentype.js can read.
 */
function adapt(font, family) {
  const tables = new Map()
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    const start = font.readUInt32BE(at + 8)
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)))
  }
  if (tables.has('GPOS')) tables.set('GPOS', withoutExtensions(tables.get('GPOS')))
  const kept = namesOf(tables.get('name'))
  const named = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family],
  ]
  const names = new Map([...kept, ...named.map(([id, text]) => [id, Buffer.from(text, 'utf16le').swap16()])])
  tables.set('name', nameTable([...names].sort(([one], [other]) => one - other)))
  return sfnt(font.readUInt32BE(0), tables)
}

/**
 * Returns a GPOS table whose lookups of type 9 (extension: 32-bit offsets, which opentype.js does not follow) point
 * directly to the wrapped lookups, if the table is small enough for 16 bits.
 */
function withoutExtensions(table) {
  const copy = Buffer.from(table)
  const list = copy.readUInt16BE(8)
  for (let at = 0; at < copy.readUInt16BE(list); at += 1) {
    const lookup = list + copy.readUInt16BE(list + 2 + 2 * at)
    const subtables = Array.from(
      { length: copy.readUInt16BE(lookup + 4) },
      (_, index) => lookup + 6 + 2 * index,
    )
    const wrapped = subtables.map((field) => lookup + copy.readUInt16BE(field))
    const offsets = wrapped.map((start) => start - lookup + copy.readUInt32BE(start + 4))
    if (copy.readUInt16BE(lookup) !== 9 || offsets.some((offset) => offset > 0xffff)) continue
    copy.writeUInt16BE(copy.readUInt16BE(wrapped[0] + 2), lookup)
    for (const [index, field] of subtables.entries()) copy.writeUInt16BE(offsets[index], field)
  }
  return copy
}

/** Returns the copyright (0), trademark (7), licence (13) and its address (14), as UTF-16. */
function namesOf(table) {
  const names = new Map()
  for (let at = 6; at < 6 + 12 * table.readUInt16BE(2); at += 12) {
    const start = table.readUInt16BE(4) + table.readUInt16BE(at + 10)
    const isWindows = table.readUInt16BE(at) === 3
    const id = table.readUInt16BE(at + 6)
    if (isWindows && [0, 7, 13, 14].includes(id)) {
      names.set(id, table.subarray(start, start + table.readUInt16BE(at + 8)))
    }
  }
  return names
}

function nameTable(names) {
  const head = Buffer.alloc(6 + 12 * names.length)
  head.writeUInt16BE(names.length, 2)
  head.writeUInt16BE(head.length, 4)
  let offset = 0
  names.forEach(([id, text], index) => {
    const record = [3, 1, 0x409, id, text.length, offset]
    for (const [field, value] of record.entries()) head.writeUInt16BE(value, 6 + 12 * index + 2 * field)
    offset += text.length
  })
  return Buffer.concat([head, ...names.map(([, text]) => text)])
}

function sfnt(version, tables) {
  const entries = [...tables].sort(([one], [other]) => (one < other ? -1 : 1))
  const head = Buffer.alloc(12 + 16 * entries.length)
  const power = Math.floor(Math.log2(entries.length))
  head.writeUInt32BE(version, 0)
  head.writeUInt16BE(entries.length, 4)
  head.writeUInt16BE(16 << power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(16 * entries.length - (16 << power), 10)
  const parts = [head]
  let offset = head.length
  entries.forEach(([tag, data], index) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)])
    if (tag === 'head') padded.writeUInt32BE(0, 8)
    head.write(tag, 12 + 16 * index, 'latin1')
    head.writeUInt32BE(checksum(padded), 16 + 16 * index)
    head.writeUInt32BE(offset, 20 + 16 * index)
    head.writeUInt32BE(data.length, 24 + 16 * index)
    parts.push(padded)
    offset += padded.length
  })
  const font = Buffer.concat(parts)
  const at = entries.findIndex(([tag]) => tag === 'head')
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, font.readUInt32BE(20 + 16 * at) + 8)
  return font
}

function checksum(data) {
  let sum = 0
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) >>> 0
  return sum
}

function write(path, data) {
  writeFileSync(join(root, path), data)
  console.log(`${String(statSync(join(root, path)).size).padStart(8)} ${path}`)
}
