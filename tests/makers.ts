import { createECDH, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { noMutes, type Viewer } from '@/core/context'
import { sessionCredential } from '@/core/credential'
import type { Role } from '@/core/vocabulary'
import { db, users } from '@/db'
import { bemoan } from '@/lib/bemoaning'
import type { Subscription } from '@/lib/delivery'
import { clearLimit } from '@/lib/rate-limit'
import { createUser } from '@/lib/user'

/** Letters that do not look alike, because similar handles count as taken. */
const letters = 'abcdfghjkpqtxyz'
const inLetters = (number: number): string =>
  (number >= letters.length ? inLetters(Math.floor(number / letters.length)) : '') +
  letters.charAt(number % letters.length)

let count = 0
const unique = (): string => {
  count += 1
  return `${inLetters(process.pid)}-${inLetters(count)}`
}

/** Creates a signed-in user, two days old by default. */
export async function aUser({
  role = 'user',
  ageDays = 2,
}: {
  role?: Role
  ageDays?: number
} = {}): Promise<Viewer> {
  const made = await createUser(`user-${unique()}`.slice(0, 20), null, role)
  if (!made.ok) throw new Error(made.message)
  const createdAt = new Date(Date.now() - ageDays * 86_400_000)
  await db().update(users).set({ createdAt }).where(eq(users.id, made.value.id))
  return {
    ...made.value,
    role,
    createdAt,
    keyboard: true,
    unread: 0,
    openWork: 0,
    sessionId: null,
    credential: sessionCredential,
    staffWaits: false,
    mutes: noMutes,
    follows: [],
    followedUsers: [],
    hideSeen: false,
    lastVisitAt: null,
  }
}

/** Creates a published bemoaning. @returns its id */
export async function aBemoaning(
  author: Viewer,
  body = `Nothing about this machine is right, number ${unique()}.`,
  tags = ['ci'],
): Promise<number> {
  // Tests write more in a minute than people may in an hour.
  await clearLimit(
    Date.now() - author.createdAt.getTime() < 86_400_000 ? 'bemoan-new' : 'bemoan',
    author.voterId,
  )
  const made = await bemoan(author, { body, tags })
  if (!made.ok) throw new Error(made.message)
  return made.value.id
}

/** Returns a browser's keys, as it gives them when it subscribes to pushes. */
export function aBrowser(endpoint: string): Subscription {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return {
    endpoint,
    keys: { p256dh: keys.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}
