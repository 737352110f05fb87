import { fromBase64 } from './fingerprint'

/** The first bytes of an Ed25519 key in PEM (RFC 8410, SubjectPublicKeyInfo); 32 bytes of key follow. */
const ed25519Info = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
/** The first bytes of an Ed25519 key of OpenSSH; the same 32 bytes follow. */
const ed25519Line = [0, 0, 0, 11, ...'ssh-ed25519'].map((one) =>
  typeof one === 'string' ? one.charCodeAt(0) : one,
)

/** Returns the OpenSSH line of an Ed25519 key in PEM; null for another key. */
function ed25519FromPem(text: string): string | null {
  const [, base64 = ''] = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text) ?? []
  const der = fromBase64(base64.replace(/[\s=]/g, ''))
  if (der?.length !== 44 || ed25519Info.some((byte, at) => der[at] !== byte)) return null
  const blob = [...ed25519Line, 0, 0, 0, 32, ...der.subarray(12)]
  return `ssh-ed25519 ${btoa(String.fromCharCode(...blob))}`
}

const convert = (options: string) =>
  `That is a key in another format. Save it to a file; \`ssh-keygen -i ${options}FILE\` prints its OpenSSH key line.`

/** Formats by how they begin, with what to do. `ssh-keygen -i` guesses nothing: each needs its own `-m`. */
const formats: readonly [begins: RegExp, advice: string][] = [
  [
    /PRIVATE KEY-----|^PuTTY-User-Key-File/,
    'That is a private key. Keep it to yourself; paste the line from the .pub file.',
  ],
  [/^---- BEGIN SSH2 PUBLIC KEY/, convert('-f ')],
  [/^-----BEGIN RSA PUBLIC KEY/, convert('-m PEM -f ')],
  [/^-----BEGIN PUBLIC KEY/, convert('-m PKCS8 -f ')],
  [
    /^-----BEGIN CERTIFICATE/,
    'That is an X.509 certificate. `openssl x509 -pubkey -noout -in FILE > KEY` extracts its key, `ssh-keygen -i -m PKCS8 -f KEY` prints the OpenSSH key line.',
  ],
  [/^-----BEGIN SSH SIGNATURE/, 'That is a signature. Paste the public key, the line from the .pub file.'],
  [/^-----BEGIN PGP/, 'That is from OpenPGP. Paste an SSH public key, the line from a .pub file.'],
  [/^-----? ?BEGIN /, 'That is not an SSH public key. Paste the line from the .pub file.'],
]

/**
 * Recognises keys that are not OpenSSH lines. Runs in the browser too.
 * @returns a sentence that says what to do, or null if the text may be a line
 */
export function foreignFormat(text: string): string | null {
  const trimmed = text.trim()
  const line = ed25519FromPem(trimmed)
  if (line)
    return `ssh-keygen does not import Ed25519 keys in PEM format. As an OpenSSH key line this one is: ${line}`
  return formats.find(([begins]) => begins.test(trimmed))?.[1] ?? null
}

/**
 * Splits a line as sshd reads `authorized_keys` (sshd(8)): words between spaces or tabs, in which text in double quotes
 * may contain both, and `\"` is a quote. Runs in the browser too.
 * @returns words with their start in the line; the whole rest is one word if a quote is never closed
 */
export function wordsOf(line: string): { word: string; at: number }[] {
  return [...line.matchAll(/(?:\\"|"(?:\\"|[^"])*(?:"|$)|[^ \t"])+/g)].map(({ 0: word, index }) => ({
    word,
    at: index,
  }))
}
