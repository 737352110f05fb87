import { Resvg } from '@resvg/resvg-js'
import { lookUp } from '@/core/look-up'

/** Sizes of a recipe's picture that search engines require, by file name. */
const sizes: Record<string, [width: number, height: number]> = {
  'picture-1x1.png': [1200, 1200],
  'picture-4x3.png': [1200, 900],
  'picture-16x9.png': [1200, 675],
}

/**
 * Renders a drawing as a PNG in one of three shapes, on the drawing's paper colour.
 * @param svg with a viewBox that begins at 0 0
 * @returns null if the name is none of the three, or the drawing has no size
 */
export function drawingPicture(svg: string, name: string): Buffer | null {
  const [width, height] = lookUp(sizes, name) ?? []
  const [, wide, high] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
  if (!width || !height || !wide || !high) return null
  const scale = Math.min(width / Number(wide), height / Number(high))
  const [w, h] = [Number(wide) * scale, Number(high) * scale]
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  const placed = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#f3ecdf"/><g transform="translate(${(width - w) / 2} ${(height - h) / 2}) scale(${scale})">${inner}</g></svg>`
  return new Resvg(placed, { font: { loadSystemFonts: false } }).render().asPng()
}
