import { decompose, plainLatin, table } from '@/core/slug'

/**
 * Letters (lower case) of other scripts and forms that pass for a Latin one, from Unicode's confusables (UTS #39) cut to
 * what fonts show alike. Where the two cases resemble different letters, the upper case decides, so that case never
 * matters; `lowerCaseLooks` handles the rest.
 */
const looks = pairs(
  'аaвbсcԁdеeєeһhнhіiїiјjкkӏlмmоoрpԛqгrѕsтtѵvԝwѡwхxуyүy', // Cyrillic
  'αaβbϲcεeηhιiϳjκkμmνnοoρpτtυyχxγyζzωw', // Greek
  'ɑaɡgɩiɪiʏyᴀaʙbᴄcᴅdᴇeꜰfɢgʜhᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwᴢz', // Latin forms
  'օoսuհhոnցgզq', // Armenian
  'ᎪaᏴbᏟcᎠdᎬeᏀgᎻhᎥiᎫjᏦkᏞlᎷmᏢpᏒrᏚsᎢtᏙvᏔwᏃz', // Cherokee
)

/** Greek letters whose lower case resembles another letter than their upper case does; for words with Latin letters. */
const lowerCaseLooks = pairs('ηnνvυu')

/** Characters read as a letter in handles, and pairs that a screen shows as one letter. */
const handleLooks = table('0=o 1=l i=l |=l !=l 3=e 4=a @=a 5=s $=s 7=t rn=m vv=w')

const WITHOUT_MEANING = /[\p{P}\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Sk}\p{Default_Ignorable_Code_Point}\u2800]+/gu

/**
 * A form in which two texts are equal when they differ only in case, spacing, punctuation, accents or look-alike
 * letters. For comparing, never for showing.
 *
 * In: any text. Out: letters, digits and symbols without gaps; for a text of nothing but punctuation, that punctuation.
 * Empty only for a blank text.
 */
export function normaliseForDuplicates(text: string): string {
  const folded = fold(text)
  const bare = folded.replace(WITHOUT_MEANING, '')
  return bare !== '' ? bare : folded.replace(/[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]+/gu, '')
}

/**
 * A form in which handles that could be taken for each other are equal: `admin`, `Adm1n`, `a-d-m-i-n`, `аdmin` with a
 * Cyrillic letter. Besides what `normaliseForDuplicates` drops: 0=o, 1=i=l=|=!, 3=e, 4=a=@, 5=s=$, 7=t, rn=m, vv=w.
 * 2, 6, 8 and 9 stay: they pass for letters only in capitals, and people end handles with them.
 *
 * In: a handle, checked or not. Out: a key to compare; never empty for a handle that is not.
 */
export function skeleton(handle: string): string {
  const bare = fold(handle)
    .replace(/[|!@$]/g, (character) => handleLooks.get(character) ?? character)
    .replace(WITHOUT_MEANING, '')
  return bare === '' ? handle : bare.replace(/rn|vv|[013457i]/g, (found) => handleLooks.get(found) ?? found)
}

function fold(text: string): string {
  return decompose(text)
    .replace(/[\p{L}\p{M}]+/gu, (word) =>
      /[A-Za-z]/.test(word) ? word.replace(/[ηνυ]/g, (letter) => lowerCaseLooks.get(letter) ?? letter) : word,
    )
    .toLowerCase()
    .replace(/[^\x00-\x7f]/gu, (letter) => plainLatin.get(letter) ?? looks.get(letter) ?? letter)
    .replaceAll('ς', 'σ')
    .normalize('NFC')
}

function pairs(...lists: string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [, letter = '', latin = ''] of lists.join('').matchAll(/(.)(.)/gu))
    map.set(letter.toLowerCase(), latin)
  return map
}
