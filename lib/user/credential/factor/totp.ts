import { Secret, TOTP } from 'otpauth'

/** Settings that every authenticator app supports (RFC 6238): SHA-1, six digits, 30 seconds. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** Steps before and after the current one that are accepted, since clocks differ. */
const window = 1

/** Creates a shared secret in base32: 160 bits, as RFC 4226 recommends. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

const totpOf = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ ...settings, issuer, label, secret: Secret.fromBase32(secret) })

/** Returns the `otpauth:` URI that an authenticator app reads from a QR code. */
export const otpauthUri = (secret: string, issuer: string, label: string): string =>
  totpOf(secret, issuer, label).toString()

/**
 * Returns the time step of a code.
 * @param secret base32
 * @param at milliseconds since 1970
 * @returns the number of the step (RFC 6238, T), or null if the code is not valid now
 */
export function stepOfCode(secret: string, code: string, at = Date.now()): number | null {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const delta = totpOf(secret).validate({ token: digits, timestamp: at, window })
  return delta === null ? null : Math.floor(at / 1_000 / settings.period) + delta
}
