import { lookUp } from '@/core/look-up'

const PLACEHOLDER =
  /example|placeholder|redacted|changeme|change[-_]me|replace[-_]?me|your|<|>|\*{3}|\.{3}|…|x{4}|0{8}|^[$%{[]|\$\{|\{\{|^(?:process|os|env|config|settings)\./i
const SAMPLE_WORDS = new Set(
  'password mypassword somepassword dbpassword pass dbpass pwd pw passwd passphrase secret mysecret supersecret topsecret token mytoken hunter letmein qwerty foobar foo bar baz test testing admin root user guest postgres mysql none null undefined true false string required correcthorsebatterystaple'.split(
    ' ',
  ),
)
const LEET: Record<string, string> = { '@': 'a', '4': 'a', '0': 'o', '1': 'i', '3': 'e', '5': 's', $: 's' }
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:(?:[?!]?\.|::|->)[A-Za-z_$][\w$]*)+$/
const PATH_OR_URL = /^(?:~|\.{1,2})?\/[\w.-]+\/|^[A-Za-z]:\\|:\/\//

/**
 * True if a value is a placeholder for a secret: `EXAMPLE`, `xxxx`, `****`, `<token>`, `$TOKEN`, `${TOKEN}`,
 * `changeme`, `hunter2`, `password123` and the like.
 * @param value without quotes
 */
export function isPlaceholder(value: string): boolean {
  if (PLACEHOLDER.test(value)) return true
  return isSampleWord(value.toLowerCase())
}

/**
 * True if the value assigned to a password or token looks real.
 * @param value without quotes
 * @returns true for 8 or more characters that mix three of lower case, upper case, digits and signs, and for 16 or more
 * with letters, digits and at least 3 bits of entropy a character. False for placeholders, UUIDs, digests named as
 * such, paths, URLs, dotted names of code, and words joined by hyphens
 */
export function isLikelySecret(value: string): boolean {
  if (value.length < 8 || isPlaceholder(value) || UUID.test(value)) return false
  // "P@ssw0rd1" is a common sample password.
  if (
    isSampleWord(value.toLowerCase().replace(/[@$01345](?=.*[a-z])/g, (sign) => lookUp(LEET, sign) ?? sign))
  )
    return false
  if (DOTTED_NAME.test(value) || PATH_OR_URL.test(value) || /^(?:sha\d+|md5)[:-]/i.test(value)) return false
  if (value.split(/[-_./:+]/).every((piece) => /^(?:[A-Za-z]*|\d{1,8}|v\d{1,4})$/.test(piece))) return false
  const hasDigit = /\d/.test(value)
  const sorts = [/[a-z]/.test(value), /[A-Z]/.test(value), hasDigit, /[^A-Za-z0-9._/:-]/.test(value)]
  if (sorts.filter(Boolean).length >= 3) return true
  return value.length >= 16 && hasDigit && /[A-Za-z]/.test(value) && entropy(value) >= 3
}

/**
 * Returns the Shannon entropy of a text, from its own letter frequencies.
 * @returns bits per character; 0 for an empty text
 */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

function isSampleWord(value: string): boolean {
  const bare = value.replace(/[^a-z0-9]/g, '')
  return SAMPLE_WORDS.has(bare) || SAMPLE_WORDS.has(bare.replace(/\d{1,6}$/, ''))
}
