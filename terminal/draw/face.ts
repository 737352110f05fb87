import { HEIGHT, WIDTH, walk } from '@/keys/randomart'

/** Columns and rows of a face. */
export const face = { columns: Math.ceil(WIDTH / 2), rows: Math.ceil(HEIGHT / 4) } as const

/** The bit of each dot of a character of the block Braille Patterns, by row and column (Unicode 17, chapter 21.1). */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

/**
 * Draws a randomart small: two of its columns and four of its rows are one Braille character, with a dot for each square
 * that the bishop has been on.
 * @param digest that the randomart is drawn from
 * @returns 3 lines of 9 characters
 */
export function faceLines(digest: Uint8Array): string[] {
  const { grid } = walk(digest)
  const isInked = (row: number, column: number) => Boolean(grid[row]?.[column])
  return Array.from({ length: face.rows }, (_, row) =>
    Array.from({ length: face.columns }, (_, column) => {
      const bits = dots.flatMap((pair, y) =>
        pair.filter((_, x) => isInked(row * dots.length + y, column * pair.length + x)),
      )
      return String.fromCodePoint(bits.reduce((code, bit) => code | bit, 0x2800))
    }).join(''),
  )
}
