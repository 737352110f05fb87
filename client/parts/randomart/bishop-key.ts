import { lookUp } from '@/core/look-up'
import { isFingerprint, parseFingerprint } from '@/keys/fingerprint'
import { parseKeyLine } from '@/keys/key-line'

/** A digest to walk, with labels for its frame; or the reason why there is none. */
export type Walkable =
  | { ok: true; digest: Uint8Array; hash: string; kind: string; bits: number; printed: string }
  | { ok: false; message: string }

const names: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/=+$/, '')

/** Parses a key or a fingerprint, and hashes a key in the browser. */
export async function walkableFrom(text: string, hash: string): Promise<Walkable> {
  if (isFingerprint(text)) {
    const found = parseFingerprint(text)
    return found.ok
      ? {
          ok: true,
          digest: found.digest,
          hash: found.hash.toUpperCase(),
          kind: '',
          bits: 0,
          printed: found.printed,
        }
      : found
  }
  const key = parseKeyLine(text)
  if (!key.ok) return key
  const name = lookUp<string>(names, hash)
  if (!name)
    return {
      ok: false,
      message: 'Browsers can’t compute MD5. Paste the fingerprint that ssh-keygen -l -E md5 prints.',
    }
  if (!globalThis.crypto?.subtle)
    return {
      ok: false,
      message: 'Browsers compute hashes only on https pages. Paste the fingerprint instead.',
    }
  const digest = new Uint8Array(await crypto.subtle.digest(name, new Uint8Array(key.blob)))
  return {
    ok: true,
    digest,
    hash: hash.toUpperCase(),
    kind: key.kind,
    bits: key.bits,
    printed: `${hash.toUpperCase()}:${base64(digest)}`,
  }
}
