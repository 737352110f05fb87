import { width } from '@/text/wrap'
import type { Bemoaning } from '../answer'
import { countLines, factLines, facts, written } from './card'
import { face, faceLines } from './face'
import { inked, type Line, span } from './line'

/** Columns of the gutter, and those that a screen needs for it. */
const [gutter, least] = [face.columns + 2, 66]

/**
 * Draws a bemoaning for a screen as the site shows it: its number and the author's randomart in a gutter, the text beside
 * it. On a narrow screen the number stands above the text.
 * @param digest that the author's randomart is drawn from; null: none is shown
 */
export function gutterLines(card: Bemoaning, columns: number, digest: Uint8Array | null): Line[] {
  const [number, ...others] = facts(card)
  const wide = columns >= least
  const room = wide ? columns - gutter : columns
  const text = [
    ...factLines(wide || !number ? others : [number, ...others], room),
    [],
    ...inked(written(card.body, room, 'break')),
    [span('IBTSOCS'.padStart(room), 'stamp')],
    ...countLines(card, room),
  ]
  if (!wide) return text
  const beside = [
    span((number?.text ?? '').padStart(face.columns), 'number'),
    ...(digest ? faceLines(digest) : []).map((line) => span(line, 'face')),
  ]
  return Array.from({ length: Math.max(text.length, beside.length) }, (_, at) => {
    const left = beside[at] ?? span('')
    return [left, span(' '.repeat(Math.max(1, gutter - width(left.text)))), ...(text[at] ?? [])]
  })
}
