import { eq } from 'drizzle-orm'
import { db, users } from '@/db'

export type Found = { id: number; handle: string; role: string; email: string | null }

/** Finds a user by handle. @throws Error with a sentence if there is none */
export async function findUser(handle: string): Promise<Found> {
  const [user] = await db()
    .select({ id: users.id, handle: users.handle, role: users.role, email: users.email })
    .from(users)
    .where(eq(users.handle, handle.toLowerCase()))
  if (!user) throw new Error(`There is no user ${handle}.`)
  return user
}

/** True if this user is the only admin. */
export async function isLastAdmin(user: Found): Promise<boolean> {
  return user.role === 'admin' && (await db().$count(users, eq(users.role, 'admin'))) === 1
}
