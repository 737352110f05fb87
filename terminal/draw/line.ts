/** What a part of a line is; a screen gives each its colour. */
export type Ink = 'plain' | 'meta' | 'number' | 'tag' | 'own' | 'remedy' | 'face' | 'stamp'

/** A part of a line. */
export type Span = { text: string; ink: Ink }

/** A line from left to right. No part of it holds a line end or a control character. */
export type Line = readonly Span[]

export const span = (text: string, ink: Ink = 'plain'): Span => ({ text, ink })

/** Lines of one ink. */
export const inked = (lines: readonly string[], ink: Ink = 'plain'): Line[] =>
  lines.map((text) => [span(text, ink)])

/** The text of a line, for pipes and screens without colours. */
export const plainOf = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join('')
    .trimEnd()
