import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { seal, unseal } from '@/core/crypto'
import { writeOnce } from '@/core/write-once'
import { db, settings } from '@/db'

/** The keys by which a client recognises this site, in OpenSSH's format. */
export type HostKeys = { ed25519: string; rsa: string }

const name = 'ssh-host-keys'
const purpose = 'ssh host keys'
const rsaBits = 3_072

/** Loaded only where somebody may connect. */
const library = async () => (await import('ssh2')).default.utils

/** True if the library can read a key. */
const isKey = async (key: string): Promise<boolean> => !((await library()).parseKey(key) instanceof Error)

/**
 * Makes a key that can be read. The library (1.17) drops a zero byte at the beginning of an Ed25519 key: one of 128 that it makes
 * nobody can read.
 */
export async function makeOne(type: 'ed25519' | 'rsa'): Promise<string> {
  const utils = await library()
  for (;;) {
    const { private: key } =
      type === 'ed25519'
        ? utils.generateKeyPairSync(type)
        : utils.generateKeyPairSync(type, { bits: rsaBits })
    if (await isKey(key)) return key
  }
}

const make = async (): Promise<HostKeys> => ({ ed25519: await makeOne('ed25519'), rsa: await makeOne('rsa') })

const opened = (value: unknown): HostKeys | null => {
  const text = typeof value === 'string' ? unseal(purpose, Buffer.from(value, 'base64')) : null
  return text === null ? null : (JSON.parse(text) as HostKeys)
}

/** Reads the keys of this data folder, or makes them. @throws Error with the cure if they cannot be written */
async function ownKeys(dataDir: string): Promise<HostKeys> {
  const file = join(dataDir, 'ssh-host-keys.json')
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as HostKeys
    if (await isKey(kept.ed25519)) return kept
    // Nobody can have connected with it.
    rmSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = await make()
  writeOnce(file, `${JSON.stringify(made)}\n`)
  return made
}

/**
 * Returns the host keys of the site. All nodes have the same: the first node's go into the database, sealed under the
 * site's secret, and from there into each backup.
 */
export async function hostKeys(dataDir: string): Promise<HostKeys> {
  const [row] = await db().select({ value: settings.value }).from(settings).where(eq(settings.name, name))
  const shared = opened(row?.value)
  if (shared && (await isKey(shared.ed25519))) return shared
  const own = await ownKeys(dataDir)
  const value = seal(purpose, JSON.stringify(own)).toString('base64')
  // An old value that cannot be opened belongs to another secret.
  if (row) await db().update(settings).set({ value }).where(eq(settings.name, name))
  else await db().insert(settings).values({ name, value }).onConflictDoNothing()
  const [now] = await db().select({ value: settings.value }).from(settings).where(eq(settings.name, name))
  return opened(now?.value) ?? own
}

/** Returns the blob of a host key's public half. */
export async function publicBlob(key: string): Promise<Buffer> {
  const parsed = (await library()).parseKey(key)
  if (parsed instanceof Error) throw parsed
  return parsed.getPublicSSH()
}
