import { eq } from 'drizzle-orm'
import { seal, unseal } from '@/core/crypto'
import { db, settings } from '@/db'
import { makePushKeys, type PushKeys, pushKeys, replacePushKeys } from './keys'

const name = 'push-keys'
const purpose = 'push keys'

const opened = (value: unknown): PushKeys | null => {
  const text = typeof value === 'string' ? unseal(purpose, Buffer.from(value, 'base64')) : null
  return text === null ? null : (JSON.parse(text) as PushKeys)
}

/**
 * Makes all nodes of a site use one key pair for web push, since a subscription is bound to the one it was made with. The first node's
 * goes into the database, sealed under the site's secret; the others take it from there.
 */
export async function sharePushKeys(): Promise<void> {
  makePushKeys()
  const own = pushKeys()
  if (!own) return
  const value = seal(purpose, JSON.stringify(own)).toString('base64')
  await db().insert(settings).values({ name, value }).onConflictDoNothing()
  const [row] = await db().select({ value: settings.value }).from(settings).where(eq(settings.name, name))
  const shared = opened(row?.value)
  if (shared && shared.publicKey !== own.publicKey) replacePushKeys(shared)
  // The site's secret has changed, and nobody can read the old value.
  if (!shared) await db().update(settings).set({ value }).where(eq(settings.name, name))
}
