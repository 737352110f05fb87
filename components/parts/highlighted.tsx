import type { Piece } from '@/text/highlight'

/** A text with highlighted search hits. */
export function Highlighted({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, hit }, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
    hit ? <mark key={place}>{text}</mark> : text,
  )
}
