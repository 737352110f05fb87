import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** SHA-256, raw 32 bytes. */
export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()

/** Returns a secret for a cookie, link or token: 32 random bytes in base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

const secret = (): string => {
  const value = process.env.AUTH_SECRET
  if (!value) throw new Error('AUTH_SECRET is not set; the server makes one when it starts')
  return value
}

/**
 * HMAC-SHA-256 under the site's secret, in base64url.
 * @param purpose separates signatures made for different things
 */
export const sign = (purpose: string, data: string): string =>
  createHmac('sha256', secret()).update(`${purpose}\0${data}`).digest('base64url')

/** True if `signature` is `sign(purpose, data)` or a prefix of it with at least 11 characters (66 bits). */
export function isSigned(purpose: string, data: string, signature: string): boolean {
  const right = Buffer.from(sign(purpose, data).slice(0, Math.max(11, signature.length)))
  const given = Buffer.from(signature)
  return right.length === given.length && timingSafeEqual(right, given)
}

const sealKey = (purpose: string): Buffer =>
  createHmac('sha256', secret()).update(`seal\0${purpose}`).digest()

/**
 * Encrypts a text that only this site can decrypt: AES-256-GCM under the site's secret.
 * @param purpose must be the same in `unseal`
 */
export function seal(purpose: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealKey(purpose), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Returns the decrypted text; null if the purpose or the secret differs or the data was changed. */
export function unseal(purpose: string, sealed: Buffer): string | null {
  try {
    const opener = createDecipheriv('aes-256-gcm', sealKey(purpose), sealed.subarray(0, 12))
    opener.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([opener.update(sealed.subarray(28)), opener.final()]).toString('utf8')
  } catch {
    return null
  }
}
