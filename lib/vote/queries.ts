import { and, eq, isNotNull } from 'drizzle-orm'
import { db, voters } from '@/db'

/** True if a voter's votes do not count because they vote with a ring. */
export async function isDamped(voterId: number): Promise<boolean> {
  const rows = await db()
    .select({ id: voters.id })
    .from(voters)
    .where(and(eq(voters.id, voterId), isNotNull(voters.dampedAt)))
  return rows.length > 0
}
