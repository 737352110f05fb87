import { readFileSync } from 'node:fs'
import * as hb from 'harfbuzzjs'
import { lookUp } from '@/core/look-up'
import { covers, fontFile, type Sliced, sliceFor } from './coverage'

/** The kinds of text: bemoanings, titles, gutter and small print, stamp. */
export type Style = 'text' | 'title' | 'mono' | 'stamp'

/** A font file: `name` is both the file's (`coverage.ts` knows its path) and the family's; `scale` evens out sizes. */
export type Face = {
  name: string
  scale: number
  font: hb.Font
  unitsPerEm: number
  /** The outlines drawn so far, by the number of the glyph: SVG paths in units of the font, y upwards. */
  outlines: Map<number, string>
}

/** A glyph of a shaped text and its origin, in em of the surrounding text, y downwards. */
export type Glyph = { id: number; x: number; y: number }

const EMOJI = 'noto-emoji-400'
const SYMBOL_FACES = ['noto-math-400', 'noto-symbols-400', 'noto-braille-400', EMOJI]
const SCRIPTS = [
  ...[
    'arabic',
    'hebrew',
    'devanagari',
    'thai',
    'bengali',
    'tamil',
    'telugu',
    'gujarati',
    'gurmukhi',
    'kannada',
  ],
  ...['malayalam', 'sinhala', 'armenian', 'georgian', 'ethiopic', 'khmer', 'lao', 'myanmar'],
].map((script) => `noto-${script}-400`)
const OTHER_SCRIPTS = [
  ...['newsreader-latin-400', 'newsreader-latin-ext-400', 'newsreader-vietnamese-400'],
  ...['literata-cyrillic-400', 'literata-cyrillic-ext-400', 'literata-greek-400', 'literata-greek-ext-400'],
]
const TITLE_FACES = ['newsreader-latin-600', 'newsreader-latin-ext-600', 'newsreader-vietnamese-600']
/** Superscripts, small letters, and what no other face has. */
const REST = ['noto-serif-math-400', 'noto-serif-latin-ext-400', 'dejavu-sans-400']
const LATER = [...OTHER_SCRIPTS, ...SYMBOL_FACES, ...SCRIPTS, ...REST]
const STACKS: Record<Style, string[]> = {
  text: LATER,
  title: [...TITLE_FACES, ...LATER],
  mono: ['red-hat-mono-500', ...LATER],
  stamp: ['courier-prime-700', ...LATER],
}
/** Ideographs look different in Japanese and in Chinese; kana tell which a text is. */
const SLICES: Record<'japanese' | 'other', Sliced[]> = {
  japanese: ['noto-jp', 'noto-sc', 'noto-kr'],
  other: ['noto-sc', 'noto-kr', 'noto-jp'],
}
/** Faces that look larger than Newsreader at the same size. */
const SCALES: Record<string, number> = { [EMOJI]: 0.82 }
const scaleOf = (name: string) => lookUp(SCALES, name) ?? (/^(literata|noto|dejavu)/.test(name) ? 0.92 : 1)

const UNDRAWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u
const loaded = new Map<string, Face>()

/** What a character is part of: an emoji, for which the emoji face is tried first; a text with kana. */
export type Within = { emoji?: boolean; japanese?: boolean }

/**
 * Returns the first face that has all of a text's characters. Only that face is loaded.
 * @param characters one or a few
 * @returns null if no face has all of them
 */
export function faceFor(characters: string, style: Style, { emoji, japanese }: Within = {}): Face | null {
  if (UNDRAWABLE.test(characters)) return null
  const names = emoji ? [EMOJI, ...STACKS[style]] : STACKS[style]
  const name = names.find((one) => covers(one, characters))
  if (name) return load(name)
  for (const slices of SLICES[japanese ? 'japanese' : 'other']) {
    const slice = sliceFor(slices, characters)
    if (slice) return load(slice)
  }
  return null
}

const buffer = new hb.Buffer()

/**
 * Shapes a text with HarfBuzz: joins Arabic letters, reorders Indic ones, applies kerning and ligatures.
 * @param text characters that the face has, of one direction
 * @returns its glyphs from left to right, and its width, in em of the surrounding text
 */
export function shaped(face: Face, text: string): { glyphs: Glyph[]; width: number } {
  buffer.reset()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  hb.shape(face.font, buffer)
  const unit = face.scale / face.unitsPerEm
  const positions = buffer.getGlyphPositions()
  let x = 0
  const glyphs = buffer.getGlyphInfos().map(({ codepoint: id }, at) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {}
    const glyph = { id, x: (x + xOffset) * unit, y: -yOffset * unit }
    x += xAdvance
    return glyph
  })
  return { glyphs, width: x * unit }
}

/** Returns the width of a text in em of the surrounding text. */
export const widthIn = (face: Face, text: string): number => shaped(face, text).width

/** Returns the outline of a glyph: an SVG path in units of the font, y upwards; empty for a space. */
export function outlineOf(face: Face, glyph: number): string {
  const known = face.outlines.get(glyph)
  if (known !== undefined) return known
  const outline = face.font.glyphToPath(glyph)
  face.outlines.set(glyph, outline)
  return outline
}

function load(name: string): Face {
  const known = loaded.get(name)
  if (known) return known
  const { buffer: bytes, byteOffset, byteLength } = readFileSync(fontFile(name))
  const file = new hb.Face(new hb.Blob(bytes.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer))
  const face = {
    name,
    scale: scaleOf(name),
    font: new hb.Font(file),
    unitsPerEm: file.upem,
    outlines: new Map(),
  }
  loaded.set(name, face)
  return face
}
