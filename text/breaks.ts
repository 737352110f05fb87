const SPACE = /^[\t\u0020\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+$/
const IDEOGRAPH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u
const NOT_AT_START =
  /^[、。，．：；？！）」』】》〉〕］｝ー々…‥・ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)\]}’”]/
const NOT_AT_END = /[（「『【《〈〔［｛([{‘“]$/
const BREAK_AFTER = /[—\u200b]$/u

/** True for a grapheme cluster at which a line may end: white space other than no-break spaces and line ends. */
export const isSpace = (cluster: string): boolean => SPACE.test(cluster)

/**
 * True if a line may end between two grapheme clusters without white space: beside an ideograph, kana or Hangul
 * syllable, after a dash or a zero-width space; not before closing or after opening punctuation (after UAX #14).
 * @param last the cluster before, or an empty string at the start of a line
 */
export function canBreakBetween(last: string, next: string): boolean {
  if (!last || NOT_AT_START.test(next) || NOT_AT_END.test(last)) return false
  if (IDEOGRAPH.test(last) || IDEOGRAPH.test(next)) return true
  return BREAK_AFTER.test(last)
}
