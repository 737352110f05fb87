import { eastAsianWidth } from 'get-east-asian-width'
import { canBreakBetween, isSpace } from './breaks'
import { clustersOf } from './graphemes'

/** Characters one column wide. */
const NARROW = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0588\u2010-\u2027\u2030-\u205e]*$/
const ZERO_WIDTH = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u
const LEADING_IGNORED = /^[\p{Default_Ignorable_Code_Point}\p{Cc}]+/u
/** Emoji of characters that are narrow by themselves: with a variation selector, or flags. */
const EMOJI = /\ufe0f|^\p{Regional_Indicator}{2}/u
const TAB = 8

/** A part of a line that is not broken, unless it alone is too long, and the white space before it. */
type Unit = { gap: string; clusters: string[]; columns: number }

/**
 * Wraps a text for a terminal, between words where possible; between ideographs too. Tabs become spaces up to the next
 * multiple of 8. The parts of an indented line are all indented like it, by at most half the width, and by less before
 * a word that would not fit otherwise.
 * @param text of one or more lines, separated by LF
 * @param most columns per line, at least 2
 * @param long for a word longer than a line: `break` it, or `keep` it whole, as for an address
 * @returns its lines; one that fits is unchanged, otherwise the white space at the breaks is dropped
 */
export function wrap(text: string, most: number, long: 'break' | 'keep' = 'break'): string[] {
  return text.split('\n').flatMap((typed) => {
    const line = expandTabs(typed)
    return width(line) <= most ? [line] : wrapLine(line, most, long)
  })
}

function wrapLine(line: string, most: number, long: 'break' | 'keep'): string[] {
  const units = unitsOf(line)
  const typed = units[0]?.gap ?? ''
  const indent = width(typed)
  const lines: string[] = []
  let current = ''
  let used = 0
  const hanging = Math.min(indent, most >> 1)
  const begin = (columns: number, wanted = hanging) => {
    used = columns > most && long === 'keep' ? wanted : Math.max(0, Math.min(wanted, most - columns))
    current = used === indent ? typed : ' '.repeat(used)
  }
  for (const [index, { gap, clusters, columns }] of units.entries()) {
    const isLong = columns > most && long === 'break'
    const needed = isLong ? widthOfCluster(clusters[0] ?? '') : columns
    if (index === 0) begin(needed, columns > most ? hanging : indent)
    else if (used + width(gap) + needed > most) {
      lines.push(current)
      begin(needed)
    } else {
      current += gap
      used += width(gap)
    }
    for (const cluster of clusters) {
      const wide = widthOfCluster(cluster)
      if (isLong && used + wide > most) {
        lines.push(current)
        begin(wide)
      }
      current += cluster
      used += wide
    }
  }
  return [...lines, current]
}

/** Returns the parts of a line between which it may be broken. White space at its end is dropped. */
function unitsOf(line: string): Unit[] {
  const units: Unit[] = []
  let gap = ''
  let last = ''
  for (const cluster of clustersOf(line)) {
    if (isSpace(cluster)) {
      gap += cluster
      last = ''
      continue
    }
    const unit = units.at(-1)
    const columns = widthOfCluster(cluster)
    if (!unit || gap || canBreakBetween(last, cluster)) units.push({ gap, clusters: [cluster], columns })
    else {
      unit.clusters.push(cluster)
      unit.columns += columns
    }
    gap = ''
    last = cluster
  }
  return units
}

/**
 * Returns how many columns a text takes in a terminal: two for wide characters (Unicode East Asian Width, UAX #11) and
 * emoji, none for characters that show nothing.
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
  if (EMOJI.test(cluster)) return 2
  return eastAsianWidth(cluster.replace(LEADING_IGNORED, '').codePointAt(0) ?? 0)
}

/**
 * Replaces tabs by spaces up to the next multiple of 8 columns, as terminals show them.
 * @param text of one or more lines, separated by LF
 */
export function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  return text
    .split('\n')
    .map((line) => {
      let column = 0
      return line.replace(/[^\t]+|\t/g, (part) => {
        const shown = part === '\t' ? ' '.repeat(TAB - (column % TAB)) : part
        column += width(shown)
        return shown
      })
    })
    .join('\n')
}
