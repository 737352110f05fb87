export { clustersOf, graphemes } from './graphemes'
export { normaliseForDuplicates, skeleton } from './look-alikes'

/** Reasons to reject a text; see `problemIn`. */
export type TextProblem = 'nul' | 'lone-surrogate' | 'control' | 'combining'

const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u
const LEADING_INVISIBLE = new RegExp(`^(?:${INVISIBLE.source})+`, 'u')
const ONLY_INVISIBLE = new RegExp(`^(?:${INVISIBLE.source})*$`, 'u')
/** The last code points of many emoji: a variation selector colours a heart, tags spell the flag of England. */
const PART_OF_CHARACTER = /^[\p{Variation_Selector}\u{e0020}-\u{e007f}]+/u
/** Above this, reordering marks takes quadratic time (UAX #15, Stream-Safe). */
const ENDLESS_MARKS = /\p{M}{31}/u
const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Noncharacter_Code_Point}/u
const STACK_OF_MARKS = /[\p{M}\p{Grapheme_Extend}\u200d]{9}/u

/**
 * Normalises a text for storage: line ends become LF, white space and invisible characters (zero-width ones, direction
 * marks, fillers) are trimmed from the ends, and letters are composed (NFC).
 * @returns the text, which may be empty. Problems that `problemIn` reports stay in it
 */
export function trimText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(LEADING_INVISIBLE, '')
  const trimmed = lines.slice(0, endOfVisible(lines))
  return ENDLESS_MARKS.test(trimmed) ? trimmed : trimmed.normalize('NFC')
}

/**
 * True if a text shows nothing: empty, white space, or invisible characters. Control characters other than white space
 * do not count as blank; `problemIn` reports them.
 */
export function isBlank(text: string): boolean {
  return ONLY_INVISIBLE.test(text)
}

/**
 * Returns why a text cannot be stored or would break pages and feeds.
 * @returns null, or the first of: `nul` (U+0000, which Postgres rejects), `lone-surrogate` (not Unicode), `control` (C0
 * and C1 except tab, LF and CR; noncharacters, which XML forbids), `combining` (more than 8 marks or other extending
 * characters on one base)
 */
export function problemIn(text: string): TextProblem | null {
  if (text.includes('\0')) return 'nul'
  if (/\p{Cs}/u.test(text)) return 'lone-surrogate'
  if (CONTROL.test(text)) return 'control'
  return STACK_OF_MARKS.test(text) ? 'combining' : null
}

function endOfVisible(text: string): number {
  let end = text.length
  while (end > 0) {
    const isPair = end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff
    const start = end - (isPair ? 2 : 1)
    if (!INVISIBLE.test(text.slice(start, end))) break
    end = start
  }
  return end + (PART_OF_CHARACTER.exec(text.slice(end))?.[0].length ?? 0)
}
