import { apostrophes, ignored, pictures, separators, unspaced, wordCharacters as w } from './word-classes'

/** A word as search compares it, and where it stands in the text: UTF-16 code units, `to` exclusive. */
export type Token = {
  /** In NFKC; a pair of characters, or one, in scripts without spaces. */
  word: string
  from: number
  to: number
  /** Characters of the run this token is cut from, in scripts without spaces; 0 for words. */
  run: number
}

/** A text in which only ASCII separates words, and the place in the original of each of its code units. */
type Line = { plain: string; from: number[]; to: number[] }

const beyondAscii = /[^\x00-\x7f]/
const parts = new RegExp(`([^${separators}]+)|([${separators}])`, 'gu')
const ignorable = new RegExp(`[${ignored}]+`, 'gu')
/**
 * Characters that NFKC may compose with each other: a base with its marks, or half-width kana and single
 * Hangul letters in a row.
 */
const clusters = new RegExp(
  `[\\uff61-\\uffdc\\u3131-\\u318e](?:[\\uff61-\\uffdc\\u3131-\\u318e\\p{M}${ignored}])*|[^\\p{M}](?:[\\p{M}\\uff9e\\uff9f${ignored}])*|\\p{M}+`,
  'gu',
)
const separator = new RegExp(`[${separators}]`, 'gu')
const isApostrophe = new RegExp(`[${apostrophes}]`, 'u')
const isPicture = new RegExp(`[${pictures}]`, 'u')

const wordOf = (picture: string) => ` emoji${picture.codePointAt(0)?.toString(16)} `

function separated(text: string): Line {
  const line: Line = { plain: '', from: [], to: [] }
  const add = (plain: string, from: number, to: number) => {
    line.plain += plain
    for (let i = 0; i < plain.length; i += 1) {
      line.from.push(from)
      line.to.push(to)
    }
  }
  for (const { 0: part, 1: word, index } of text.matchAll(parts)) {
    if (word === undefined)
      add(
        isApostrophe.test(part) ? "'" : isPicture.test(part) ? wordOf(part) : ' ',
        index,
        index + part.length,
      )
    else
      for (const { 0: cluster, index: at } of word.matchAll(clusters)) {
        const plain = cluster.replace(ignorable, '').normalize('NFKC').replace(separator, ' ')
        add(plain, index + at, index + at + cluster.length)
      }
  }
  return line
}

const asIs = (text: string): Line => {
  const from = Array.from(text, (_, at) => at)
  return { plain: text, from, to: from.map((at) => at + 1) }
}

/** Names of languages that the cut would take apart or that are too short to find, and the words they become. */
const names: readonly (readonly [holds: string, form: RegExp, becomes: string])[] = [
  ['C', new RegExp(`(?<![${w}.'/&-])C(?![${w}'&+#]|\\.[${w}])`, 'gu'), ' clanguage '],
  ['R', new RegExp(`(?<![${w}.'/&-])R(?![${w}'&.])`, 'gu'), ' rlanguage '],
  // The verb begins a sentence with a capital; the language has it in the middle of one as well.
  [' Go', new RegExp(`(?<=[a-z0-9,;(] )Go(?![${w}-])`, 'gu'), 'Go golang'],
  ['++', new RegExp(`(?<![${w}])[cC]\\+\\+`, 'gu'), ' cplusplus '],
  ['#', new RegExp(`(?<![${w}])[cC]#`, 'gu'), ' csharp '],
  ['#', new RegExp(`(?<![${w}])[fF]#`, 'gu'), ' fsharp '],
  ['.N', new RegExp(`(?<=[${w}])\\.(?:NET|Net)(?![${w}])`, 'gu'), ' dotnet '],
  ['.', new RegExp(`(?<![${w}])\\.(?:NET|Net|net)(?![${w}])`, 'gu'), ' dotnet '],
  ['-', new RegExp(`(?<![${w}])[oO]bjective-[cC](?![${w}])`, 'gu'), ' objectivec '],
  ['.', new RegExp(`(?<![${w}])[nN]ode\\.[jJ][sS](?![${w}])`, 'gu'), ' nodejs '],
]

function named(line: Line): Line {
  let now = line
  for (const [holds, form, becomes] of names) {
    if (!now.plain.includes(holds)) continue
    const found = [...now.plain.matchAll(form)]
    if (found.length === 0) continue
    const next: Line = { plain: '', from: [], to: [] }
    const copy = (from: number, to: number) => {
      next.plain += now.plain.slice(from, to)
      next.from.push(...now.from.slice(from, to))
      next.to.push(...now.to.slice(from, to))
    }
    let at = 0
    for (const { 0: name, index } of found) {
      const end = index + name.length
      copy(at, index)
      next.plain += becomes
      for (let i = 0; i < becomes.length; i += 1) {
        next.from.push(now.from[index] ?? 0)
        next.to.push(now.to[end - 1] ?? 0)
      }
      at = end
    }
    copy(at, now.plain.length)
    now = next
  }
  return now
}

const words = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[${w}])+`, 'gu')
const unspacedAtStart = new RegExp(`^[${unspaced}]`, 'u')

/** True for a pair or a character of a script without spaces. */
export const isUnspaced = (word: string): boolean => unspacedAtStart.test(word)

/** Returns a word as words are compared without a database: in lower case; final sigma is the same letter. */
export const lowered = (word: string): string => word.toLowerCase().replaceAll('ς', 'σ')

/**
 * Cuts a text into the words by which it is found. Words end as in UAX #29, and also at `_`, `.`, `'` and `:` between
 * letters; what a query joins by them must stand next to each other. Names of languages such as C++ and .NET are words,
 * emoji are words, and scripts without spaces are cut into overlapping pairs of characters, with the last one alone.
 *
 * db/functions/search_tokens.sql does the same in the database: both must give the same words. Their case is left to the
 * database, whose tables may be older than ours.
 * @param text in NFC, as stored
 */
export function tokensOf(text: string): Token[] {
  const { plain, from, to } = named(beyondAscii.test(text) ? separated(text) : asIs(text))
  const found: Token[] = []
  for (const { 0: word, index } of plain.matchAll(words)) {
    const place = (start: number, end: number) => ({ from: from[start] ?? 0, to: to[end - 1] ?? 0 })
    if (!isUnspaced(word)) {
      found.push({ word: word.normalize('NFC'), run: 0, ...place(index, index + word.length) })
      continue
    }
    const characters = [...word]
    let at = index
    for (const [i, character] of characters.entries()) {
      const pair = character + (characters[i + 1] ?? '')
      found.push({ word: pair.normalize('NFC'), run: characters.length, ...place(at, at + pair.length) })
      at += character.length
    }
  }
  return found
}
