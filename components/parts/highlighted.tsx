import { Fragment } from 'react'
import type { Piece } from '@/text/highlight'
import { Lines } from './lines'

/**
 * A text with highlighted search hits.
 * @param lines true in an element of class `kept`
 */
export function Highlighted({ pieces, lines = false }: { pieces: readonly Piece[]; lines?: boolean }) {
  return pieces.map(({ text, hit }, place) => {
    const Part = hit ? 'mark' : Fragment
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
    return <Part key={place}>{lines ? <Lines text={text} /> : text}</Part>
  })
}
