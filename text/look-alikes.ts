import { decompose, plainLatin, table } from '@/core/slug'

/**
 * Letters (lower case) of other scripts and forms that look like a Latin one, from Unicode's confusables (UTS #39),
 * limited to letters that look alike in common fonts. Where the two cases resemble different letters, the upper case
 * decides, so that case never matters; `lowerCaseLooks` handles the rest.
 */
const looks = pairs(
  'аaвbсcԁdеeєeһhнhіiїiјjкkӏlмmоoрpԛqгrѕsтtѵvԝwѡwхxуyүy', // Cyrillic
  'αaβbϲcεeηhιiϳjκkμmνnοoρpτtυyχxγyζzωw', // Greek
  'ɑaɡgɩiɪiʏyᴀaʙbᴄcᴅdᴇeꜰfɢgʜhᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwᴢz', // Latin forms
  'օoսuհhոnցgզq', // Armenian
  'ᎪaᏴbᏟcᎠdᎬeᏀgᎻhᎥiᎫjᏦkᏞlᎷmᏢpᏒrᏚsᎢtᏙvᏔwᏃz', // Cherokee
)

/**
 * Greek letters whose lower case resembles a different letter than their upper case; used in words with Latin letters.
 */
const lowerCaseLooks = pairs('ηnνvυu')

/** Characters read as a letter in handles, and pairs that look like one letter on a screen. */
const handleLooks = table('0=o 1=l i=l |=l !=l 3=e 4=a @=a 5=s $=s 7=t rn=m vv=w')

const WITHOUT_MEANING = /[\p{P}\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Sk}\p{Default_Ignorable_Code_Point}\u2800]+/gu

/**
 * Normalises a text so that two texts are equal if they differ only in case, spacing, punctuation, accents or
 * look-alike letters. For comparison only, not for display.
 * @returns letters, digits and symbols without gaps; for a text of punctuation only, that punctuation. Empty only for a
 * blank text
 */
export function normaliseForDuplicates(text: string): string {
  const folded = fold(text)
  const bare = folded.replace(WITHOUT_MEANING, '')
  return bare !== '' ? bare : folded.replace(/[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]+/gu, '')
}

/**
 * Normalises a handle so that look-alike handles are equal: `admin`, `Adm1n`, `a-d-m-i-n`, `аdmin` with a Cyrillic
 * letter. In addition to `normaliseForDuplicates`: 0=o, 1=i=l=|=!, 3=e, 4=a=@, 5=s=$, 7=t, rn=m, vv=w. 2, 6, 8 and 9
 * stay: they resemble letters only in capitals, and many handles end with them.
 * @param handle valid or not
 * @returns a key for comparison; empty only for an empty handle
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
