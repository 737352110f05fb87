import type { Ink } from '../draw/line'

/** What a terminal can show. */
export type Look = {
  colours: 0 | 16 | 256
  /** Braille characters, for randomarts; the console of Linux has none. */
  faces: boolean
  /** For screen readers and printers: what is new is written below what was there, and no cursor moves. */
  plain: boolean
}

/** What a client says of its terminal: its kind, and the environment it sent. */
export type Terminal = { term: string; env: ReadonlyMap<string, string> }

/**
 * Tells what a terminal can show.
 * @param asked true if the reader asked for plain text
 */
export function lookOf({ term, env }: Terminal, asked = false): Look {
  const plain = asked || term === 'dumb' || term === ''
  // https://no-color.org: any value but an empty one.
  const none = plain || Boolean(env.get('NO_COLOR')) || /^(?:vt\d|unknown)/.test(term)
  const many =
    /256color|direct|kitty|alacritty|ghostty|foot/.test(term) ||
    /truecolor|24bit/.test(env.get('COLORTERM') ?? '')
  return { colours: none ? 0 : many ? 256 : 16, faces: !plain && term !== 'linux', plain }
}

/** The codes of each ink (ECMA-48, SGR); `plain` has none. */
type Palette = Readonly<Partial<Record<Ink, string>>>

/** Whoever has no colours sees what is bold; marks such as brackets say the same in words. */
const bold: Palette = { number: '1', own: '1', remedy: '1' }

/** Sixteen colours are the reader's own, chosen for their background. */
const sixteen: Palette = { number: '1', tag: '36', own: '1;35', remedy: '32', stamp: '33' }

/**
 * Colours of the xterm palette with at least 4.2:1 on white and on black, since a terminal doesn't say which it is
 * (look.test.ts computes it).
 */
export const fixed = { meta: 243, tag: 30, own: 162, remedy: 28, stamp: 130, face: 97 } as const
const many: Palette = {
  number: '1',
  ...Object.fromEntries(Object.entries(fixed).map(([ink, code]) => [ink, `38;5;${code}`])),
}

const palettes = { 0: bold, 16: sixteen, 256: many } as const

/** Returns a part's text between its codes. */
export function paint(text: string, ink: Ink, { colours, plain }: Look): string {
  const code = plain ? undefined : palettes[colours][ink]
  return code && text.trim() ? `\x1b[${code}m${text}\x1b[0m` : text
}
