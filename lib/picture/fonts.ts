import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as opentype from 'opentype.js'
import { lookUp } from '@/core/look-up'

/** The kinds of text: bemoanings, titles, gutter and small print, stamp. */
export type Style = 'text' | 'title' | 'mono' | 'stamp'

/** A font file: `name` is both the file's (`assets/fonts/<name>.ttf`) and the family's; `scale` evens out sizes. */
export type Face = {
  name: string
  scale: number
  font: opentype.Font
}

const EMOJI = 'noto-emoji-400'
const SYMBOL_FACES = ['noto-math-400', 'noto-symbols-400', 'noto-braille-400', EMOJI]
const OTHER_SCRIPTS = [
  ...['newsreader-latin-400', 'newsreader-latin-ext-400', 'newsreader-vietnamese-400'],
  ...['literata-cyrillic-400', 'literata-cyrillic-ext-400', 'literata-greek-400', 'literata-greek-ext-400'],
]
const TITLE_FACES = ['newsreader-latin-600', 'newsreader-latin-ext-600', 'newsreader-vietnamese-600']
const STACKS: Record<Style, string[]> = {
  text: [...OTHER_SCRIPTS, ...SYMBOL_FACES],
  title: [...TITLE_FACES, ...OTHER_SCRIPTS, ...SYMBOL_FACES],
  mono: ['red-hat-mono-500', ...OTHER_SCRIPTS, ...SYMBOL_FACES],
  stamp: ['courier-prime-700', ...OTHER_SCRIPTS, ...SYMBOL_FACES],
}
/** Faces that look larger than Newsreader at the same size. */
const SCALES: Record<string, number> = { [EMOJI]: 0.82 }
const scaleOf = (name: string) => lookUp(SCALES, name) ?? (/^(literata|noto)/.test(name) ? 0.92 : 1)

const UNDRAWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u
const loaded = new Map<string, Face>()

/**
 * Returns the path of a face's file.
 * @param name a face's name
 * @returns an absolute path; the process runs in the checkout
 */
export function fontFile(name: string): string {
  return join(/* turbopackIgnore: true */ process.cwd(), 'assets/fonts', `${name}.ttf`)
}

/**
 * Returns the first face that has all of a text's characters.
 * @param characters one or a few
 * @param isEmoji whether they are an emoji, for which the emoji face is tried first
 * @returns null if no face has all of them
 */
export function faceFor(characters: string, style: Style, isEmoji = false): Face | null {
  if (UNDRAWABLE.test(characters)) return null
  const names = isEmoji ? [EMOJI, ...STACKS[style]] : STACKS[style]
  for (const name of names) {
    const face = load(name)
    if ([...characters].every((character) => face.font.charToGlyphIndex(character) > 0)) return face
  }
  return null
}

/**
 * Returns the width of a text, with the same kerning and ligatures as the renderer.
 * @param text characters that the face has
 * @returns width in em of the surrounding text
 */
export function widthIn(face: Face, text: string): number {
  const glyphs = face.font.stringToGlyphs(text)
  const units = glyphs.reduce((sum, glyph, index) => {
    const next = glyphs[index + 1]
    return sum + (glyph.advanceWidth ?? 0) + (next ? face.font.getKerningValue(glyph, next) : 0)
  }, 0)
  return (units / face.font.unitsPerEm) * face.scale
}

function load(name: string): Face {
  const known = loaded.get(name)
  if (known) return known
  const { buffer, byteOffset, byteLength } = readFileSync(fontFile(name))
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  const face = { name, scale: scaleOf(name), font: parser()(file) }
  loaded.set(name, face)
  return face
}

/** Node loads opentype.js as CommonJS (only a default export), bundlers load its module (only named ones). */
function parser(): typeof opentype.parse {
  const namespace: { parse?: typeof opentype.parse; default?: typeof opentype } = { ...opentype }
  const parse = namespace.parse ?? namespace.default?.parse
  if (!parse) throw new Error('opentype.js has no parse()')
  return parse
}
