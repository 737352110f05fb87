import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEnv } from '@/core/env'

const secretFile = (): string => join(readEnv().dataDir, 'auth-secret')

/** Reads the site's secret from its file if it is not in the environment. @returns true if there is one */
export function findSecret(): boolean {
  if (process.env.AUTH_SECRET) return true
  if (!existsSync(secretFile())) return false
  process.env.AUTH_SECRET = readFileSync(secretFile(), 'utf8').trim()
  return true
}

/** Throws without the site's secret, which is needed to make marks and to encrypt emails. */
export function haveSecret(): void {
  if (!findSecret()) throw new Error(`AUTH_SECRET isn’t set, and ${secretFile()} doesn’t exist.`)
}
