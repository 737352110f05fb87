/** Latin letters that Unicode does not decompose, with their ASCII replacements. */
export const plainLatin = table(
  'ß=ss æ=ae œ=oe þ=th ø=o đ=d ð=d ł=l ħ=h ŧ=t ŋ=n ı=i ȷ=j ɓ=b ƈ=c ɗ=d ɛ=e ƒ=f ɠ=g ɨ=i ƙ=k ɲ=n ƥ=p ƭ=t ʉ=u ƴ=y ƶ=z',
)

const SLUG_LENGTH = 60

/**
 * Returns the readable end of a URL.
 * @param text any text
 * @returns 1 to 60 characters of `a-z 0-9 -`, cut between words, accents dropped, without `-` at either end;
 * `bemoaning` if nothing of the text can be represented
 */
export function slugify(text: string): string {
  const known = slugs.get(text)
  if (known !== undefined) return known
  const made = makeSlug(text)
  if (slugs.size >= mostSlugs) slugs.clear()
  slugs.set(text, made)
  return made
}

/** Cache: lists show the same texts repeatedly, and a slug takes longer to compute than the rest of an entry. */
const slugs = new Map<string, string>()
const mostSlugs = 4_000

function makeSlug(text: string): string {
  const words = decompose(text.slice(0, 2000))
    .toLowerCase()
    .replace(
      /[^\x00-\x7f]/gu,
      (letter) => plainLatin.get(letter) ?? (/[\p{M}'’ʼ]/u.test(letter) ? '' : letter),
    )
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const cut = words.slice(0, SLUG_LENGTH + 1)
  const end = cut.length > SLUG_LENGTH ? cut.lastIndexOf('-') : cut.length
  return (end > 0 ? cut.slice(0, end) : cut.slice(0, SLUG_LENGTH)) || 'bemoaning'
}

/** NFKD without the accents of Latin, Greek and Cyrillic; in other scripts marks are part of the word. */
export function decompose(text: string): string {
  // Normalising is quadratic in the number of consecutive marks.
  const bounded = text.replace(/(\p{M}{30})\p{M}+/gu, '$1')
  return bounded.normalize('NFKD').replace(/[\u0300-\u036f]+/g, '')
}

/** Parses a table of `from=to`, separated by spaces. */
export function table(entries: string): ReadonlyMap<string, string> {
  return new Map(entries.split(' ').map((entry) => entry.split('=') as [string, string]))
}
