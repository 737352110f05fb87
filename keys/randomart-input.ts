import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fail, ok, type Result } from '@/core/result'
import { hashSizes, isFingerprint, parseFingerprint } from './fingerprint'
import { parseKeyLine } from './key-line'
import { border, frame, walk } from './randomart'

const hashes = Object.keys(hashSizes) as (keyof typeof hashSizes)[]

/** A request for a picture: a key or a fingerprint, and drawing options. */
export const randomartQuery = z
  .strictObject({
    key: z.string().max(16_384, 'That is too long for a public key. Paste at most 16 kB.').optional(),
    fingerprint: z.string().max(200, 'That is too long for a fingerprint.').optional(),
    hash: z.enum(hashes, `Set hash to one of ${hashes.join(', ')}.`).default('sha256'),
    bits: z
      .string()
      .regex(/^\d{1,5}$/, 'bits is a number of at most five digits.')
      .optional(),
    type: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,20}$/, 'type is the name of a kind of key, such as ED25519.')
      .optional(),
    layout: z.enum(['new', 'old'], 'layout is new or old.').default('new'),
  })
  .refine(
    ({ key, fingerprint }) => (key === undefined) !== (fingerprint === undefined),
    'Send either key or fingerprint.',
  )

/** A picture, ready for output. */
export type Drawn = { lines: string[]; digest: Uint8Array; fingerprint: string; label: string }

const printed = (hash: string, digest: Uint8Array): string => {
  const bytes = Buffer.from(digest)
  const text =
    hash === 'md5'
      ? (bytes.toString('hex').match(/../g) ?? []).join(':')
      : bytes.toString('base64').replace(/=+$/, '')
  return `${hash.toUpperCase()}:${text}`
}

type Labels = { type: string; bits: string; hash: string; layout: 'new' | 'old' }

/** Frames the picture as OpenSSH does. A fingerprint does not reveal the key type, so the border may have none. */
function framed(digest: Uint8Array, { type, bits, hash, layout }: Labels): string[] {
  const lines = frame(walk(digest).grid, { type, bits: Number(bits || 0), hash, layout })
  if (type && bits) return lines
  return [border(type ? `[${type}]` : ''), ...lines.slice(1)]
}

/**
 * Draws the requested picture.
 * @param query unvalidated; unknown names are rejected
 */
export function drawRandomart(query: unknown): Result<Drawn> {
  const parsed = randomartQuery.safeParse(query)
  if (!parsed.success) return fail('bad-request', parsed.error.issues.map(({ message }) => message).join(' '))
  const { key, fingerprint, hash, bits, type, layout } = parsed.data
  // Accepts a fingerprint in the field for keys. In a URL its + means a space.
  const text = (fingerprint ?? key ?? '').trim()
  if (fingerprint !== undefined || isFingerprint(text)) {
    const found = parseFingerprint(text.replaceAll(' ', '+'))
    if (!found.ok) return fail('bad-request', found.message)
    const labels = {
      type: type?.toUpperCase() ?? '',
      bits: bits ?? '',
      hash: found.hash.toUpperCase(),
      layout,
    }
    return ok({
      lines: framed(found.digest, labels),
      digest: found.digest,
      fingerprint: found.printed,
      label: [labels.type, labels.bits].filter(Boolean).join(' '),
    })
  }
  const read = parseKeyLine(text)
  if (!read.ok) return fail('bad-request', read.message)
  const digest = Uint8Array.from(createHash(hash).update(read.blob).digest())
  const labels = { type: read.kind, bits: String(read.bits), hash: hash.toUpperCase(), layout }
  return ok({
    lines: framed(digest, labels),
    digest,
    fingerprint: printed(hash, digest),
    label: `${read.kind} ${read.bits}`,
  })
}
