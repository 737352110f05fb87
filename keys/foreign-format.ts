/**
 * An Ed25519 key in PEM (RFC 8410, SubjectPublicKeyInfo): in base64 its first twelve bytes, always the same, are sixteen
 * characters; the 32 bytes of the key follow.
 */
const ed25519 = /^-----BEGIN PUBLIC KEY-----\s*MCowBQYDK2VwAyEA([\w+/]{43}=)\s*-----END/

const convert = (options: string) =>
  `That is a key in another format. Save it to a file; \`ssh-keygen -i ${options}FILE\` prints its OpenSSH key line.`

/** Formats by how they begin, with what to do. `ssh-keygen -i` guesses nothing: each needs its own `-m`. */
const formats: readonly [begins: RegExp, advice: string][] = [
  [
    /PRIVATE KEY-----|^PuTTY-User/,
    'That is a private key. Keep it to yourself; paste the line from the .pub file.',
  ],
  [/^---- BEGIN SSH2/, convert('-f ')],
  [/^-----BEGIN RSA PUB/, convert('-m PEM -f ')],
  [/^-----BEGIN PUB/, convert('-m PKCS8 -f ')],
  [
    /^-----BEGIN CERT/,
    'That is an X.509 certificate. First `openssl x509 -pubkey -noout -in FILE > KEY`, then `ssh-keygen -i -m PKCS8 -f KEY` prints its OpenSSH key line.',
  ],
  [/^-----? ?BEGIN /, 'That is not an SSH public key. Paste the line from the .pub file.'],
]

/**
 * Recognises keys that are not OpenSSH lines. Runs in the browser too.
 * @returns a sentence that says what to do, or null if the text may be a line
 */
export function foreignFormat(text: string): string | null {
  const trimmed = text.trim()
  const point = ed25519.exec(trimmed)?.[1]
  if (point) {
    // The type and the key, each after its length (RFC 8709, section 4); a space is 32.
    const blob = `\0\0\0\x0bssh-ed25519\0\0\0 ${atob(point)}`
    return `ssh-keygen does not import Ed25519 keys in PEM format. As an OpenSSH key line this one is: ssh-ed25519 ${btoa(blob)}`
  }
  return formats.find(([begins]) => begins.test(trimmed))?.[1] ?? null
}

/**
 * Splits a line as sshd reads `authorized_keys` (sshd(8)): words between spaces or tabs, in which text in double quotes
 * may contain both, and `\"` is a quote. Runs in the browser too.
 * @returns words with their start in the line; the whole rest is one word if a quote is never closed
 */
export const wordsOf = (
  line: string,
  word = /(?:\\"|"(?:\\"|[^"])*(?:"|$)|[^ \t"])+/g,
): { word: string; at: number }[] =>
  [...line.matchAll(word)].map((found) => ({ word: found[0], at: found.index }))
