import { frame, HEIGHT, type Position, WIDTH, walk } from '@/keys/randomart'

const moves = ['up and left', 'up and right', 'down and left', 'down and right']

/** The walk after a number of moves. */
export type Moment = {
  lines: string[]
  counts: number[][]
  at: Position
  said: string
  bits: string[]
  marked: number
}

/**
 * Returns the field after `step` moves: the drawing, the visits of each square, and the bits that led there.
 * @param labels of the frame
 */
export function momentOf(
  digest: Uint8Array,
  step: number,
  labels: { type: string; bits: number; hash: string },
): Moment {
  const { path } = walk(digest)
  const counts = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0))
  for (const { x, y } of path.slice(1, step + 1)) {
    const row = counts[y]
    if (row) row[x] = (row[x] ?? 0) + 1
  }
  const at = path[step] ?? { x: 8, y: 4 }
  const values = counts.map((row) => row.map((count) => Math.min(count, 14)))
  const centre = values[4]
  if (centre) centre[8] = 15
  const row = values[at.y]
  if (row && step > 0) row[at.x] = 16
  const index = Math.max(0, Math.floor((step - 1) / 4))
  const byte = digest[index] ?? 0
  const bits = byte.toString(2).padStart(8, '0').match(/../g) ?? []
  const marked = step === 0 ? -1 : 3 - ((step - 1) % 4)
  const pair = (byte >> (2 * ((step - 1) & 3))) & 3
  const full = frame(values, { ...labels })
  const lines = labels.type ? full : [`+${'-'.repeat(WIDTH)}+`, ...full.slice(1)]
  const said =
    step === 0
      ? 'Before the first move, the bishop stands in the middle.'
      : `Move ${step} of ${digest.length * 4}: byte ${index + 1} is ${byte.toString(16).padStart(2, '0')}, its bits ${bits[marked] ?? ''} say ${moves[pair]}.`
  return { lines, counts, at, said, bits, marked }
}
