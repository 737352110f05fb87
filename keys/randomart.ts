/** Columns of the field. */
export const WIDTH = 17
/** Rows of the field. */
export const HEIGHT = 9

const SYMBOLS = ' .o+=*BOX@%&#/^SE'
const DENSEST = 14
const START = 15
const END = 16
/** OpenSSH writes titles to a C buffer of 17 bytes, so 16 characters fit and the seventeenth is lost. */
const TITLE_ROOM = 16

/** A square of the field: x from 0 (left) to 16, y from 0 (top) to 8. */
export type Position = {
  x: number
  y: number
}

/** Text on the frame: the key's type ("RSA"), bits (2048) and the hash of the digest ("SHA256"). */
export type FrameLabels = {
  type: string
  bits: number
  hash: string
  /** `new` (default): OpenSSH 6.7 and later. `old`: 5.1 to 6.6, header to the left, no hash at the bottom. */
  layout?: 'new' | 'old'
}

/**
 * Walks the drunken bishop (OpenSSH 5.1 and later; sshkey.c, `fingerprint_randomart`).
 * @param digest raw digest of a key, of any length
 * @returns `grid`, 9 rows of 17 values (0 untouched, 1 to 14 visits with 14 the maximum, 15 start, 16 end), and `path`,
 * the positions in order: the start, then four per byte
 */
export function walk(digest: Uint8Array): { grid: number[][]; path: Position[] } {
  const grid = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0))
  const centre = { x: (WIDTH - 1) / 2, y: (HEIGHT - 1) / 2 }
  let { x, y } = centre
  const path: Position[] = [{ x, y }]
  const mark = (at: Position, next: (old: number) => number) => {
    const row = grid[at.y]
    if (row) row[at.x] = next(row[at.x] ?? 0)
  }
  for (const byte of digest) {
    for (let shift = 0; shift < 8; shift += 2) {
      x = clamp(x + ((byte >> shift) & 1 ? 1 : -1), WIDTH)
      y = clamp(y + ((byte >> shift) & 2 ? 1 : -1), HEIGHT)
      mark({ x, y }, (old) => Math.min(old + 1, DENSEST))
      path.push({ x, y })
    }
  }
  mark(centre, () => START)
  mark({ x, y }, () => END)
  return { grid, path }
}

/**
 * Frames a grid as `ssh-keygen -lv` prints it. A title too long for "[TYPE BITS]" falls back to "[TYPE]". As in
 * OpenSSH, one of 17 characters or more loses its end ("[ED25519-SK-CERT", "[MLDSA44-ED25519"), and so does the old
 * header of Ed25519 keys ("--[ED25519  256--").
 * @param grid from `walk`
 * @returns 11 lines of 19 characters, without line ends
 */
export function frame(grid: readonly (readonly number[])[], labels: FrameLabels): string[] {
  const rows = grid.map((row) => `|${row.map((value) => SYMBOLS[value] ?? ' ').join('')}|`)
  if (labels.layout === 'old') {
    const header = `--[${labels.type.padStart(4)} ${String(labels.bits).padStart(4)}]`.slice(
      0,
      TITLE_ROOM - 1,
    )
    return [`+${header.padEnd(WIDTH, '-')}+`, ...rows, `+${'-'.repeat(WIDTH)}+`]
  }
  const full = `[${labels.type} ${labels.bits}]`
  const title = full.length > WIDTH ? `[${labels.type}]` : full
  return [border(title), ...rows, border(`[${labels.hash}]`)]
}

/**
 * Combines `walk` and `frame`.
 * @returns the 11 lines joined by line feeds, without a final one
 */
export function randomart(digest: Uint8Array, labels: FrameLabels): string {
  return frame(walk(digest).grid, labels).join('\n')
}

/**
 * Draws the picture as a small SVG with square cells, for avatars inlined in HTML (no `xmlns`, so not for a file of its
 * own). It contains no styles (the CSP forbids them): a style sheet colours the classes, and without one all are
 * `currentColor`.
 * @param options `title`: a tooltip in plain text
 * @returns one `<svg class="ra">`, hidden from screen readers, 17 by 9 units, with a path per ink level: `ra-1` (1
 * visit), `ra-2` (2), `ra-3` (3 or 4), `ra-4` (5 to 7), `ra-5` (8 or more), `ra-s` (start), `ra-e` (end)
 */
export function randomartSvg(digest: Uint8Array, options: { title?: string } = {}): string {
  const shapes = new Map<string, string>()
  walk(digest).grid.forEach((row, y) => {
    for (let x = 0; x < WIDTH; ) {
      const ink = inkOf(row[x] ?? 0)
      let end = x + 1
      while (end < WIDTH && inkOf(row[end] ?? 0) === ink) end += 1
      if (ink) shapes.set(ink, `${shapes.get(ink) ?? ''}M${x} ${y}h${end - x}v1H${x}`)
      x = end
    }
  })
  const paths = [...shapes].sort().map(([ink, d]) => `<path class="ra-${ink}" d="${d}"/>`)
  const title = options.title ? `<title>${escapeMarkup(options.title)}</title>` : ''
  return `<svg class="ra" viewBox="0 0 17 9" fill="currentColor" aria-hidden="true">${title}${paths.join('')}</svg>`
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value))
}

/** Centres a title on the frame, cut as OpenSSH cuts it. */
export function border(label: string): string {
  const text = label.slice(0, TITLE_ROOM)
  const left = '-'.repeat(Math.floor((WIDTH - text.length) / 2))
  return `+${(left + text).padEnd(WIDTH, '-')}+`
}

function inkOf(value: number): string {
  if (value === END) return 'e'
  if (value === START) return 's'
  if (value === 0) return ''
  if (value <= 2) return String(value)
  if (value <= 4) return '3'
  return value <= 7 ? '4' : '5'
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
