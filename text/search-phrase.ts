import { lookUp } from '@/core/look-up'
import { type Token, tokensOf } from './tokens'

/**
 * Words that must stand next to each other: usually one. `after` is the distance to the word before; `begins` is true
 * for a single character of a script without spaces, which is found at the start of a pair.
 */
export type Phrase = readonly { word: string; begins: boolean; after: number }[]

/** Returns the words of a part of a query that must follow each other as they do in it. Empty if there are none. */
export function phraseOf(text: string): Phrase {
  const phrase: { word: string; begins: boolean; after: number }[] = []
  let after = 1
  for (const token of tokensOf(text.normalize('NFC'))) {
    // The pairs before it hold it already, wherever in a text they stand.
    if (token.run > 1 && isSingle(token)) {
      after += 1
      continue
    }
    phrase.push({ word: token.word, begins: token.run === 1, after })
    after = 1
  }
  return phrase
}

const isSingle = ({ word }: Token): boolean => [...word].length === 1

/** Languages named by one letter, or by a verb, are indexed under a longer word. */
const languages: Record<string, string> = { c: 'C', r: 'R' }

/** Words that are written together as well: `get_user` and getUser, `e-mail` and email, `O'Hara` and OHara. */
const joined = /^[a-z0-9]+(?:[_'’-][a-z0-9]+)+$/i

/**
 * Returns the forms in which a word of a query may be found, none if it has no letter or digit. `c` and `r` are languages.
 * @param alone true if there is nothing else in the query: `go` is a language then
 */
export function formsOf(word: string, alone: boolean): Phrase[] {
  if (word === 'Go' || (alone && word.toLowerCase() === 'go'))
    return [[{ word: 'golang', begins: false, after: 1 }]]
  const phrase = phraseOf(lookUp(languages, word.toLowerCase()) ?? word)
  if (!joined.test(word)) return phrase.length > 0 ? [phrase] : []
  return [phrase, phraseOf(word.replace(/[_'’-]/g, ''))]
}
