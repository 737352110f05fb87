import { expandTabs, wrap } from './wrap'

/** An entry of a fortune file. */
export type Fortune = {
  /** 0 for the first entry that is not blank, then 1, 2, … */
  index: number
  /** The line of the file, from 1, where `text` begins. */
  line: number
  /** Without surrounding blank lines or a final line feed; lines are separated by LF. */
  text: string
}

const COLUMNS = 78
const PERCENT = 0x25
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses a file of fortune(6): entries separated by a line that holds only `%` (strfile(1)). An entry that is not UTF-8
 * is decoded as latin1. Underlining and bold by overstrike (`_\bX`, `X\bX`) become the plain letter, tabs become spaces
 * up to the next multiple of 8. Other control characters stay: `problemIn` reports them. Never throws.
 * @param bytes of the file; LF or CRLF; the last `%` may be missing
 * @returns the entries in order, lazily, without blank ones
 */
export function* parseFortune(bytes: Buffer): Generator<Fortune> {
  let index = 0
  for (const { start, end, line } of entries(bytes)) {
    const lines = clean(decode(bytes.subarray(start, end))).split('\n')
    const first = lines.findIndex((text) => text.trim() !== '')
    const last = lines.findLastIndex((text) => text.trim() !== '')
    if (first < 0) continue
    yield { index, line: line + first, text: lines.slice(first, last + 1).join('\n') }
    index += 1
  }
}

/**
 * Formats a file that fortune(6) reads: each text, then a line `%`. Lines are wrapped at 78 columns (wide characters
 * take two), between words where possible; lines that fit keep their spaces. A line that would be read as a separator
 * gets a space before it. Control characters other than LF and tab (a tab becomes spaces) are dropped, since the file
 * is printed to terminals.
 * @param texts plain texts; blank ones are left out
 * @returns UTF-8 text with LF
 */
export function formatFortune(texts: readonly string[]): string {
  return texts
    .map((text) => {
      const plain = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
      return wrap(plain, COLUMNS)
        .map((line) => (line.trim() === '%' ? ` ${line}` : line))
        .join('\n')
    })
    .map((text) => text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd())
    .filter((text) => text !== '')
    .map((text) => `${text}\n%\n`)
    .join('')
}

/** The byte ranges of the entries, without their separators; `line` from 1. */
function* entries(bytes: Buffer): Generator<{ start: number; end: number; line: number }> {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  let start = hasMark ? 3 : 0
  let firstLine = 1
  let line = 1
  for (let at = start; at < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, at)
    const next = feed < 0 ? bytes.length : feed + 1
    const content = bytes.subarray(at, feed < 0 ? bytes.length : feed)
    const isSeparator =
      content[0] === PERCENT && (content.length === 1 || (content.length === 2 && content[1] === 0x0d))
    if (isSeparator) {
      yield { start, end: at, line: firstLine }
      start = next
      firstLine = line + 1
    }
    at = next
  }
  yield { start, end: bytes.length, line: firstLine }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

function clean(text: string): string {
  const struck = text
    .replace(/\r\n/g, '\n')
    .replace(/_\x08(?=[^\x08\n])/g, '')
    .replace(/([^\x08\n])(?:\x08(?:\1|_))+/gu, '$1')
  return expandTabs(struck)
}
