import { context, type RequestContext, withContext } from './context'
import { drawPieces, type PlacedPart, type PlacedParts } from './draw'
import { escapeAttribute } from './escape-attribute'
import { encoded, joined, type Piece } from './html-pieces'
import { partAttribute } from './parts'

/** A page without its parts: the HTML around them, and the parts in the order of the page. */
export type Frame = { around: readonly Buffer[]; parts: readonly PlacedPart[] }

/** Cuts a page into a frame. @param html the page with a word in place of each part */
export function frameOf(html: string, { mark, placed }: PlacedParts): Frame {
  if (mark === '') return { around: [encoded(html)], parts: [] }
  const places = new RegExp(` ${partAttribute}="${mark}x(\\d+)x"|${mark}x(\\d+)x`, 'g')
  const around: Buffer[] = []
  const parts: PlacedPart[] = []
  let at = 0
  for (const found of html.matchAll(places)) {
    const part = placed[Number(found[1] ?? found[2])]
    if (!part) throw new Error('frameOf: a place without a part')
    around.push(encoded(html.slice(at, found.index)))
    parts.push(part)
    at = found.index + found[0].length
  }
  around.push(encoded(html.slice(at)))
  return { around, parts }
}

async function drawPart(part: PlacedPart): Promise<Piece[]> {
  if ('of' in part) return drawPieces(await part.of())
  return Object.entries(part.attributes()).map(([name, value]) =>
    value === undefined ? '' : ` ${name}="${escapeAttribute(value)}"`,
  )
}

/**
 * Fills a frame for one request.
 * @returns the page in UTF-8; null if one of its parts found that the frame does not fit (`misfit`)
 */
export const fillFrame = ({ around, parts }: Frame, request: RequestContext): Promise<Buffer | null> =>
  withContext(request, async () => {
    request.fills = true
    const pieces: Piece[] = [around[0] ?? '']
    for (const [at, part] of parts.entries()) {
      pieces.push(...(await drawPart(part)), around[at + 1] ?? '')
      if (request.misfit) return null
    }
    return joined(pieces)
  })

/**
 * Says that the frame does not fit: its head or status would be another for this viewer, or what it shows has just gone.
 * The page is then made anew as a whole.
 */
export function misfit(): null {
  context().misfit = true
  return null
}
