/**
 * Renders the icons that can't be SVG from public/icon.svg, in its light colours: PNG for the manifest and for Apple,
 * and favicon.ico (a PNG of 32 pixels in an ICO). Run it again with `node tools/icons.mjs` after changing the icon;
 * the results are committed.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'

const publicFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'public')
const PAPER = '#faf6ee'
const UNITS = 32
/** Systems crop maskable icons to their own shapes; the middle 80 % stays visible. */
const SAFE = 0.74

const icon = readFileSync(join(publicFolder, 'icon.svg'), 'utf8').replace(
  /@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}/,
  '',
)
const drawing = icon.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')

write('icon-192.png', render(icon, 192))
write('icon-512.png', render(icon, 512))
write('icon-maskable-512.png', render(onPaper(SAFE), 512))
write('apple-touch-icon.png', render(onPaper(0.92), 180))
write('favicon.ico', ico(render(icon, 32), 32))

/** Returns the scaled drawing in the middle of a sheet of paper without rounded corners. */
function onPaper(scale) {
  const offset = (UNITS * (1 - scale)) / 2
  const sheet = `<rect width="${UNITS}" height="${UNITS}" fill="${PAPER}"/>`
  const place = `translate(${offset} ${offset}) scale(${scale})`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${UNITS} ${UNITS}">${sheet}<g transform="${place}">${drawing}</g></svg>`
}

function render(svg, size) {
  const options = { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }
  return new Resvg(svg, options).render().asPng()
}

/** Returns an ICO file with one PNG: a header of 6 bytes, an entry of 16, the PNG. */
function ico(png, size) {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt8(size, 6)
  head.writeUInt8(size, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}

function write(name, data) {
  writeFileSync(join(publicFolder, name), data)
  console.log(`${String(data.length).padStart(8)} public/${name}`)
}
