import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '@/core/env'
import { fileFault } from '@/core/file-fault'
import { writeOnce } from '@/core/write-once'

/** The shortest secret, as for AUTH_SECRET. */
const shortest = 32

/**
 * Returns the secret that signs cookies and cursors: AUTH_SECRET, or one generated once and stored with the data.
 * @throws Error with the cure if the file cannot be written or read, is open to others, or holds no secret
 */
export function authSecret({ authSecret: given, dataDir }: Pick<Env, 'authSecret' | 'dataDir'>): string {
  if (given) return given
  const file = join(dataDir, 'auth-secret')
  if (!existsSync(file)) writeOnce(file, `${randomBytes(48).toString('base64url')}\n`)
  let secret = ''
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw fileFault(file, 'holds the site’s secret, and this user can’t use it', error)
  }
  if (secret.length < shortest)
    throw new Error(
      `${file} holds no secret, but ${secret.length} characters. Put it back from where you keep it, or remove the file: a new one ends what the old one signed.`,
    )
  return secret
}
