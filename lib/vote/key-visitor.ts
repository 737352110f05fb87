import { eq, sql } from 'drizzle-orm'
import { sign } from '@/core/crypto'
import { db, keyVisitors, visitors } from '@/db'

const hashOf = (key: Uint8Array): Buffer =>
  Buffer.from(sign('key-visitor', Buffer.from(key).toString('base64')), 'base64url')

/** Returns the visitor that voted by an SSH key before; null if there is none. @param key its blob */
export async function visitorOfKey(key: Uint8Array): Promise<number | null> {
  const [row] = await db()
    .select({ voterId: keyVisitors.voterId })
    .from(keyVisitors)
    .where(eq(keyVisitors.keyHash, hashOf(key)))
  return row?.voterId ?? null
}

/** Remembers that a visitor votes by an SSH key. Of two at once the first stays; a claimed one makes place. @param key its blob */
export async function keepVisitorOfKey(key: Uint8Array, voterId: number): Promise<void> {
  await db()
    .insert(keyVisitors)
    .values({ keyHash: hashOf(key), voterId })
    .onConflictDoUpdate({
      target: keyVisitors.keyHash,
      set: { voterId },
      // Whose votes an account has claimed votes no more.
      setWhere: sql`exists (select 1 from ${visitors} v where v.voter_id = ${keyVisitors.voterId} and v.claimed_by is not null)`,
    })
}
