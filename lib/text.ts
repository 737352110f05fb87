export { normaliseForDuplicates, skeleton, slugify } from './lookalikes'

/** What makes a text unacceptable; see `problemIn`. */
export type TextProblem = 'nul' | 'lone-surrogate' | 'control' | 'combining'

const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u
const LEADING_INVISIBLE = new RegExp(`^(?:${INVISIBLE.source})+`, 'u')
const ONLY_INVISIBLE = new RegExp(`^(?:${INVISIBLE.source})*$`, 'u')
/** The last part of many an emoji: a heart is coloured by one, the flag of England spelt with tags. */
const PART_OF_CHARACTER = /^[\p{Variation_Selector}\u{e0020}-\u{e007f}]+/u
/** Above this, reordering marks takes time that grows with the square of their number (UAX #15, Stream-Safe). */
const ENDLESS_MARKS = /\p{M}{31}/u
const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Noncharacter_Code_Point}/u
const STACK_OF_MARKS = /[\p{M}\p{Grapheme_Extend}\u200d]{9}/u
/** One code unit is one grapheme cluster: printable ASCII, line feed, letters of Latin-1 and Latin Extended. */
const SIMPLE = /^[\n\x20-\x7e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02af]*$/
const WINDOW = 256

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * How many grapheme clusters (characters as people count them, UAX #29) a text has.
 *
 * In: any text, and the number at which counting may stop. Out: the count; `most + 1` stands for every higher one.
 */
export function graphemes(text: string, most = 10_000): number {
  if (SIMPLE.test(text)) return Math.min(text.length, most + 1)
  let count = 0
  let at = 0
  // V8's segmenter takes time that grows with the square of the text's length, so it gets a small window at a time.
  // A cluster that reaches the window's end may go on after it: the next window begins with it.
  while (at < text.length && count <= most) {
    const part = windowOf(text, at, WINDOW)
    const clusters = [...segmenter.segment(part)]
    const isLast = at + part.length === text.length
    const whole = isLast ? clusters.length : clusters.length - 1
    count += Math.max(1, whole)
    at = whole > 0 ? at + (clusters[whole]?.index ?? part.length) : endOfCluster(text, at)
  }
  return Math.min(count, most + 1)
}

/**
 * A text as it is kept: line ends become LF, the ends lose white space and invisible characters (zero-width ones,
 * direction marks, fillers), and letters are composed (NFC).
 *
 * In: any text. Out: the tidied text, maybe empty. What `problemIn` reports stays in it.
 */
export function trimText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(LEADING_INVISIBLE, '')
  const trimmed = lines.slice(0, endOfVisible(lines))
  return ENDLESS_MARKS.test(trimmed) ? trimmed : trimmed.normalize('NFC')
}

/**
 * Whether nothing in a text can be seen: empty, white space, or characters that leave no ink.
 *
 * In: any text. Control characters other than white space do not count as blank; `problemIn` reports them.
 */
export function isBlank(text: string): boolean {
  return ONLY_INVISIBLE.test(text)
}

/**
 * What in a text can't be stored, or would break pages and feeds.
 *
 * In: any text. Out: null, or the first of: `nul` (U+0000, which Postgres refuses), `lone-surrogate` (not Unicode),
 * `control` (C0 and C1 except tab, LF and CR; noncharacters, which XML forbids), `combining` (more than 8 marks or
 * other extending characters on one base).
 */
export function problemIn(text: string): TextProblem | null {
  if (text.includes('\0')) return 'nul'
  if (/\p{Cs}/u.test(text)) return 'lone-surrogate'
  if (CONTROL.test(text)) return 'control'
  return STACK_OF_MARKS.test(text) ? 'combining' : null
}

function endOfCluster(text: string, start: number): number {
  for (let size = 2 * WINDOW; ; size *= 2) {
    const part = windowOf(text, start, size)
    const length = segmenter.segment(part).containing(0)?.segment.length ?? part.length
    if (length < part.length || start + length === text.length) return start + length
  }
}

/** `size` code units, or one more where that would halve a surrogate pair. */
function windowOf(text: string, start: number, size: number): string {
  const isHalved = (text.codePointAt(start + size - 1) ?? 0) > 0xffff
  return text.slice(start, start + size + (isHalved ? 1 : 0))
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
