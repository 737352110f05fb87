import { randomInt } from 'node:crypto'

/** Letters and digits that are easy to tell apart: 4.9 bits each. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

/** Normalises a code that was typed: removes separators, in lower case. */
export const bare = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '')

/** Makes a random code to be shown once, in groups of four. @param length its letters and digits */
export const newCode = (length: number): string =>
  Array.from({ length }, (_, at) => {
    const letter = alphabet.charAt(randomInt(alphabet.length))
    return at > 0 && at % 4 === 0 ? `-${letter}` : letter
  }).join('')
