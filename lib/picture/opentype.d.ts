/** The part of opentype.js 2 (it ships no types) that lib/picture measures text with. */
declare module 'opentype.js' {
  export type Glyph = {
    index: number
    advanceWidth?: number
  }
  export type Font = {
    unitsPerEm: number
    charToGlyphIndex(character: string): number
    stringToGlyphs(text: string): Glyph[]
    getKerningValue(left: Glyph, right: Glyph): number
  }
  export function parse(file: ArrayBuffer): Font
}
