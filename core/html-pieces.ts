/** A piece of HTML: text, or text that has been encoded. */
export type Piece = string | Buffer

/**
 * Encodes a text for keeping, in memory of its own: short ones would otherwise hold on to a slab that they share with others.
 * @returns UTF-8
 */
export function encoded(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

/**
 * Joins pieces to the bytes of a page. What is kept is encoded already, and copying it costs a fifth of encoding it again.
 * @returns UTF-8
 */
export function joined(pieces: readonly Piece[]): Buffer {
  const parts: Buffer[] = []
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else {
      if (text) parts.push(Buffer.from(text))
      parts.push(piece)
      text = ''
    }
  }
  if (text) parts.push(Buffer.from(text))
  return Buffer.concat(parts)
}

/** The text of pieces. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.toString())).join('')
