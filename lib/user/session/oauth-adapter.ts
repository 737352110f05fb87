import { and, eq } from 'drizzle-orm'
import type { Adapter, AdapterAccount, AdapterSession, AdapterUser } from 'next-auth/adapters'
import { context } from '@/core/context'
import { sessionDays } from '@/core/cookies'
import { sha256 } from '@/core/crypto'
import { accounts, db, sessions, users } from '@/db'
import { lockUser } from '../credential/as-owner'
import { needsSecondStep } from '../credential/factor/state'
import { createUser } from '../profile/account'
import { newSession } from './session'

const userOf = (id: number, handle: string): AdapterUser => ({
  id: String(id),
  name: handle,
  email: '',
  emailVerified: null,
})

/** Derives a handle from a provider's name: its allowed characters, at least three. */
export const handleFrom = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 16)
    .padEnd(3, 'x')

async function newUser(name: string): Promise<AdapterUser> {
  const wished = handleFrom(name)
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const handle = attempt === 0 ? wished : `${wished}-${Math.floor(Math.random() * 900) + 100}`
    const made = await createUser(handle, null)
    if (made.ok) return userOf(made.value.id, made.value.handle)
  }
  throw new Error('no free handle was found')
}

const expiry = () => new Date(Date.now() + sessionDays * 86_400_000)

/**
 * next-auth's storage in our own tables, so that its sessions are ours: only a hash of the token is stored, and they
 * end when their row is deleted. Addresses from a provider are ignored, since we have not verified them.
 */
export const oauthAdapter: Adapter = {
  createUser: async (user: Omit<AdapterUser, 'id'>) => newUser(user.name ?? ''),
  async getUser(id) {
    const [row] = await db()
      .select()
      .from(users)
      .where(eq(users.id, Number(id)))
    return row ? userOf(row.id, row.handle) : null
  },
  getUserByEmail: async () => null,
  async getUserByAccount({ provider, providerAccountId }) {
    const [row] = await db()
      .select({ id: users.id, handle: users.handle })
      .from(accounts)
      .innerJoin(users, eq(users.id, accounts.userId))
      .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)))
    return row ? userOf(row.id, row.handle) : null
  },
  updateUser: async (user) => user as AdapterUser,
  async linkAccount({ provider, providerAccountId, userId }: AdapterAccount) {
    await db()
      .insert(accounts)
      .values({ provider, providerAccountId, userId: Number(userId) })
  },
  async createSession({ sessionToken, userId }): Promise<AdapterSession> {
    const id = Number(userId)
    await db().transaction(async (tx) => {
      await lockUser(tx, id)
      const start = { awaitsFactor: await needsSecondStep(id, tx) }
      await tx
        .insert(sessions)
        .values({ tokenHash: sha256(sessionToken), ...newSession(id, context().userAgent, start) })
    })
    return { sessionToken, userId, expires: expiry() }
  },
  // Hides the current session from next-auth, which would link the provider's account to it, and so give anybody at
  // this browser their own way in.
  getSessionAndUser: async () => null,
  updateSession: async ({ sessionToken }) => ({ sessionToken, userId: '', expires: expiry() }),
  async deleteSession(sessionToken) {
    await db()
      .delete(sessions)
      .where(eq(sessions.tokenHash, sha256(sessionToken)))
  },
}
