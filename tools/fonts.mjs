/**
 * Builds the site's fonts from packages of fontsource.org, under the SIL Open Font License (DejaVu under its own free one):
 *
 *   public/fonts/newsreader.woff2   for browsers: one variable file, weights 400 to 700, only the characters in use
 *   assets/fonts/*.ttf              for lib/picture, which draws the pictures for link previews
 *   assets/fonts/noto-{jp,sc,kr}/   the same in slices, as fontsource cuts them: a text loads those that it needs
 *   assets/fonts/*coverage.json   the characters of each file, from its cmap
 *   assets/fonts/*-LICENSE.txt      the licences
 *
 * Run it again with `node tools/fonts.mjs` after changing this file; the results are committed. Newsreader comes from
 * node_modules (devDependencies); the other faces are fetched with `npm pack` into a temporary directory, so that
 * package.json need not list them. Harfbuzz subsets them (subset-font); the same input gives the same bytes.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as hb from 'harfbuzzjs'
import subsetFont from 'subset-font'
import { renamed } from './lib/font-file.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const temporary = mkdtempSync(join(tmpdir(), 'fonts-'))

const ASCII = span('20-7e')
const WEB_SIGNS = `${ASCII}–—‘’“”…•′″×→©°µäöüßéèêëàâáãåçñôóõîíïúùûøæÄÖÜÉ`
const WEB_FEATURES = ['kern', 'liga', 'mark', 'rvrn', 'tnum']
const WEB_MOST_BYTES = 30_000

/** Arrows, mathematics, technical signs, box drawing, shapes, dingbats, braille: characters that developers paste. */
const SYMBOLS = span(
  '2010-2027 2030-205e 2070-209c 20a0-20c0 2100-218b 2190-2426 2460-24ff 2500-27bf 27e6-27ef 27f5-27ff ' +
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
const serif = pack('@fontsource/noto-serif@5.3.0')
const dejavu = pack('@fontsource/dejavu-sans@5.3.0')

/** Scripts with a face of their own, of Noto Sans, with all characters and rules that fontsource ships for them. */
const SCRIPTS = {
  ...{
    arabic: '5.3.0',
    armenian: '5.3.0',
    bengali: '5.3.0',
    devanagari: '5.3.0',
    ethiopic: '5.3.0',
    georgian: '5.3.0',
  },
  ...{
    gujarati: '5.3.0',
    gurmukhi: '5.3.0',
    hebrew: '5.3.0',
    kannada: '5.3.0',
    khmer: '5.3.0',
    lao: '5.3.0',
  },
  ...{
    malayalam: '5.3.0',
    myanmar: '5.3.0',
    sinhala: '5.3.0',
    tamil: '5.3.0',
    telugu: '5.3.0',
    thai: '5.3.0',
  },
}
const scripts = Object.entries(SCRIPTS).map(([script, version]) => [
  script,
  pack(`@fontsource/noto-sans-${script}@${version}`),
])

/** Characters of an encoding of two bytes, whose first is in this range. */
function encoded(label, from, to) {
  const decoder = new TextDecoder(label)
  const bytes = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const pairs = bytes.flatMap((first) => Array.from({ length: 0xbf }, (_, at) => [first, 0x40 + at]))
  return pairs
    .map((pair) => decoder.decode(Uint8Array.from(pair)))
    .filter((text) => /^[^\ufffd]$/u.test(text))
}
/**
 * Ideographs in three faces: Japanese ones for texts with kana (JIS X 0208, level 1), Chinese ones (GB 2312, Big5, and
 * level 2 of JIS) for others. Hangul: the syllables of KS X 1001.
 */
const SLICED = {
  'noto-jp': [pack('@fontsource/noto-sans-jp@5.3.0'), encoded('euc-jp', 0xa1, 0xcf)],
  'noto-sc': [
    pack('@fontsource/noto-sans-sc@5.3.0'),
    [...encoded('gb2312', 0xa1, 0xf7), ...encoded('big5', 0xa1, 0xc6), ...encoded('euc-jp', 0xd0, 0xf4)],
  ],
  'noto-kr': [pack('@fontsource/noto-sans-kr@5.3.0'), encoded('euc-kr', 0xa4, 0xc8)],
}

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
  ['noto-math-400', 'noto-sans-math-latin-400-normal', maths, SYMBOLS + span('1d400-1d7ff')],
  ['noto-symbols-400', 'noto-sans-symbols-2-symbols-400-normal', symbols, SYMBOLS],
  ['noto-braille-400', 'noto-sans-symbols-2-braille-400-normal', symbols, span('2800-28ff')],
  ['noto-emoji-400', 'noto-emoji-emoji-400-normal', emoji, null],
  ['noto-serif-math-400', 'noto-serif-math-400-normal', serif, null],
  ['noto-serif-latin-ext-400', 'noto-serif-latin-ext-400-normal', serif, null],
  ['dejavu-sans-400', 'dejavu-sans-latin-400-normal', dejavu, null],
  ...scripts.map(([script, from]) => [
    `noto-${script}-400`,
    `noto-sans-${script}-${script}-400-normal`,
    from,
    null,
  ]),
]
const LICENCES = {
  newsreader,
  literata,
  'red-hat-mono': mono,
  'courier-prime': typewriter,
  'noto-math': maths,
  'noto-symbols': symbols,
  'noto-emoji': emoji,
  'noto-serif': serif,
  'dejavu-sans': dejavu,
  ...Object.fromEntries(scripts.map(([script, from]) => [`noto-${script}`, from])),
  ...Object.fromEntries(Object.entries(SLICED).map(([name, [from]]) => [name, from])),
}

/** By folder: the characters of each face there, as ranges of hexadecimal numbers. */
const coverage = new Map()

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
    writeFace('', name, font)
  }
  for (const [family, [from, signs]] of Object.entries(SLICED)) await slice(family, from, signs.join(''))
  for (const [folder, faces] of coverage)
    write(`assets/fonts/${folder}coverage.json`, `${JSON.stringify(Object.fromEntries(faces), null, 2)}\n`)
  for (const [name, from] of Object.entries(LICENCES)) {
    write(`assets/fonts/${name}-LICENSE.txt`, readFileSync(join(from, 'LICENSE')))
  }
  write('public/fonts/newsreader-LICENSE.txt', readFileSync(join(newsreader, 'LICENSE')))
  rmSync(temporary, { recursive: true })
}

/** Writes the slices of a font that have any of these characters. */
async function slice(family, from, signs) {
  const folder = `assets/fonts/${family}`
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder))
  const files = readdirSync(join(from, 'files')).filter((name) => /-\d+-400-normal\.woff2$/.test(name))
  for (const file of files.sort()) {
    const options = { targetFormat: 'sfnt', noHinting: true }
    const font = await subsetFont(readFileSync(join(from, 'files', file)), signs, options)
    const part = /-(\d+)-400-normal/.exec(file)[1]
    if (charactersOf(font).some((code) => code > 0x2000)) writeFace(`${family}/`, `${family}-${part}`, font)
  }
}

/** The characters of a font, by its cmap, in order. */
function charactersOf(font) {
  const face = new hb.Face(new hb.Blob(font.buffer.slice(font.byteOffset, font.byteOffset + font.length)))
  return [...face.collectUnicodes()].sort((one, other) => one - other)
}

function writeFace(folder, name, font) {
  const ranges = []
  for (const code of charactersOf(font)) {
    const last = ranges.at(-1)
    if (last && last[1] === code - 1) last[1] = code
    else ranges.push([code, code])
  }
  const hex = ranges.map((range) => [...new Set(range)].map((code) => code.toString(16)).join('-'))
  if (!coverage.has(folder)) coverage.set(folder, new Map())
  coverage.get(folder).set(name, hex.join(' '))
  write(`assets/fonts/${folder}${name}.ttf`, renamed(font, name))
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

function write(path, data) {
  writeFileSync(join(root, path), data)
  console.log(`${String(statSync(join(root, path)).size).padStart(8)} ${path}`)
}
