import { createHash } from 'node:crypto'

const digest = (purpose: string, name: string, target: string | null): Buffer =>
  createHash('sha256')
    .update(`${purpose}\0${name}\0${target ?? ''}`)
    .digest()

/**
 * Derives a MAC address from name and target, so that a rebuilt guest keeps its lease.
 * @param prefix the first three bytes; without it the address is locally administered (IEEE 802-2014, 8.4)
 */
export function macOf(name: string, target: string | null, prefix?: readonly number[]): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = digest('mac', name, target)
  const bytes = prefix ? [...prefix, a & 0x7f, b, c] : [0x02, a, b, c, d, e]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** Derives a UUID from name and target, version 8 (RFC 9562, 5.8). */
export function uuidOf(name: string, target: string | null): string {
  const bytes = digest('uuid', name, target).subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
