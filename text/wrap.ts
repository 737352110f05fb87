import { clustersOf } from './graphemes'

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
/** Characters one column wide. */
const NARROW = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0588\u2010-\u2027\u2030-\u205e]*$/
const ZERO_WIDTH = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u

/**
 * Wraps one line for a terminal, between words where possible.
 * @param line without tabs and line ends
 * @param most columns per line, at least 2
 * @param long for a word longer than a line: `break` it, or `keep` it whole, as for an address
 * @returns one or more lines; a line that fits is unchanged, otherwise the spaces at the breaks are dropped
 */
export function wrap(line: string, most: number, long: 'break' | 'keep' = 'break'): string[] {
  if (width(line) <= most) return [line]
  const lines: string[] = []
  let current = ''
  let used = 0
  const add = (gap: string, piece: string, columns: number) => {
    const wanted = used + width(gap) + columns
    if (wanted > most && current + gap !== '') {
      if (current !== '') lines.push(current)
      current = piece
      used = columns
    } else {
      current += gap + piece
      used = wanted
    }
  }
  for (const [, gap = '', word = ''] of line.trimEnd().matchAll(/(\s*)(\S+)/gu)) {
    const columns = width(word)
    if (columns <= most || long === 'keep') add(gap, word, columns)
    else {
      add(gap, '', 0)
      for (const cluster of clustersOf(word)) add('', cluster, widthOfCluster(cluster))
    }
  }
  return [...lines, current]
}

/**
 * Returns how many columns a text takes in a terminal (Unicode East Asian Width, UAX #11: wide characters and emoji
 * take two).
 * @param text without tabs and line ends
 */
export function width(text: string): number {
  if (NARROW.test(text)) return text.length
  let columns = 0
  for (const cluster of clustersOf(text)) columns += widthOfCluster(cluster)
  return columns
}

function widthOfCluster(cluster: string): number {
  if (ZERO_WIDTH.test(cluster)) return 0
  return WIDE.test(cluster) ? 2 : 1
}
