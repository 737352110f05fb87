/** Characters that change the order in which others are shown, or belong to it (UAX #9). */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
/** Control characters (C0, DEL, C1) but tabs and line ends, and the separators that some terminals take for line ends. */
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g

const named = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  // Each of C0 has a picture of its own (Unicode block Control Pictures).
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/**
 * Shows the characters that could move a terminal's cursor, change its colours, title or clipboard, or turn the order of
 * a line around. What somebody wrote can then do nothing but be read.
 * @param text of one or more lines, separated by LF; tabs stay
 */
export const visible = (text: string): string => text.replace(controls, named).replace(directions, named)
