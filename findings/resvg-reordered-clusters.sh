#!/bin/sh
# @resvg/resvg-js 2.6.2 draws letters over each other after a cluster whose glyphs are reordered: Devanagari "फिर" (the
# vowel sign i stands before its consonant), Khmer, Burmese. The cluster is advanced by the width of its first glyph only,
# so the text is narrower than its glyphs. HarfBuzz (harfbuzzjs 1.6.4) gives the right width for the same font file.
#
# Seen, in thousandths of the font size:
#     फर: resvg 1195, HarfBuzz (advance) 1180
#     फिर: resvg 1195, HarfBuzz (advance) 1439
#
# Needs Node and npm. Exit 0: still so. Exit 1: it has changed. Exit 2: could not be tried.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null 2>&1
npm install --silent --no-audit --no-fund @resvg/resvg-js@2.6.2 harfbuzzjs@1.6.4 subset-font@2.9.0 \
  @fontsource/noto-sans-devanagari@5.3.0 >/dev/null 2>&1 || { echo 'npm install failed'; exit 2; }
cat >try.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import * as hb from 'harfbuzzjs'
import subsetFont from 'subset-font'

const file = 'node_modules/@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff2'
const font = await subsetFont(readFileSync(file), '', { targetFormat: 'sfnt', keepAllGlyphs: true })
writeFileSync('font.ttf', font)
const face = new hb.Face(new hb.Blob(Uint8Array.from(font).buffer))
const shaper = new hb.Font(face)

/** The advance of a text in thousandths of the font size. */
function advance(text) {
  const buffer = new hb.Buffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  hb.shape(shaper, buffer)
  const units = buffer.getGlyphPositions().reduce((sum, { xAdvance }) => sum + xAdvance, 0)
  return Math.round((1000 * units) / face.upem)
}

/** The width of the ink of a text in thousandths of the font size. */
function ink(text) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="6000" height="2000"><text x="500" y="1200" font-size="1000" font-family="Noto Sans Devanagari">${text}</text></svg>`
  const options = { font: { loadSystemFonts: false, fontFiles: ['font.ttf'] } }
  return Math.round(new Resvg(svg, options).getBBox()?.width ?? 0)
}

let wrong = 0
for (const text of ['फर', 'फिर']) {
  console.log(`${text}: resvg ${ink(text)}, HarfBuzz (advance) ${advance(text)}`)
  if (ink(text) < 0.9 * advance(text)) wrong += 1
}
process.exit(wrong === 1 ? 0 : 1)
JS
node try.mjs
