import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { readEnv } from '@/core/env'
import { plural } from '@/core/plural'
import { logMark } from '@/core/security-log'
import { type Role, roles, type TokenScope, tokenScopes } from '@/core/vocabulary'
import { db, sessions, users, voters } from '@/db'
import { endAccount, leaveModes } from '@/lib/account'
import { revealAuthor } from '@/lib/moderation'
import {
  applyConsequences,
  banUser,
  createUser,
  handleInput,
  hashPassword,
  issueToken,
  tellOwner,
} from '@/lib/user'
import { needed, parseCommand, UsageError } from './arguments'
import type { Voice } from './voice'

/** A hundred years, in days. */
const longestBan = 36_500

const roleOf = (name: string | undefined): Role => {
  const role = roles.find((known) => known === (name ?? 'user'))
  if (!role) throw new UsageError(`Unknown role ${name}. Choose one of ${roles.join(', ')}.`)
  return role
}

async function find(handle: string): Promise<{ id: number; handle: string }> {
  const [user] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.handle, handle.toLowerCase()))
  if (!user) throw new Error(`There is no user ${handle}.`)
  return user
}

/** Deletes an account for its owner, e.g. one who is banned and cannot sign in to delete it. */
async function leaveFor(handle: string, wished: string | undefined, note: Voice['note']): Promise<number> {
  const mode = leaveModes.find((known) => known === wished)
  if (!mode) throw new UsageError(`user leave <handle> takes ${leaveModes.join(' or ')}.`)
  const user = await find(handle)
  const [voter] = await db().select({ id: voters.id }).from(voters).where(eq(voters.userId, user.id))
  const gone = await endAccount({ id: user.id, voterId: voter?.id ?? 0, handle: user.handle }, mode)
  if (!gone.ok) throw new Error(gone.message)
  note(`Deleted the account of ${user.handle}.`)
  return 0
}

const secretFile = (): string => join(readEnv().dataDir, 'auth-secret')

/** Reads the site's secret from its file if it is not in the environment. @returns true if there is one */
function findSecret(): boolean {
  if (process.env.AUTH_SECRET) return true
  if (!existsSync(secretFile())) return false
  process.env.AUTH_SECRET = readFileSync(secretFile(), 'utf8').trim()
  return true
}

/** Throws without the site's secret, which is needed to make marks and to encrypt emails. */
function haveSecret(): void {
  if (!findSecret()) throw new Error(`AUTH_SECRET isn’t set, and ${secretFile()} doesn’t exist.`)
}

/** Ends sessions that their owner cannot end, e.g. because the account was taken over. */
async function signOutFor(handle: string, note: Voice['note']): Promise<number> {
  if (handle === 'everyone') {
    const gone = await db().delete(sessions)
    note(`Ended ${plural(gone.rowCount ?? 0, 'session')}.`)
    return 0
  }
  const user = await find(handle)
  const before = await db().$count(sessions, eq(sessions.userId, user.id))
  await db().transaction((tx) => applyConsequences(tx, '`admin user sign-out`', { userId: user.id }))
  note(`Ended ${plural(before, 'session')}.`)
  return 0
}

/** Turns two-step sign-in off for a user who lost both the app and the recovery codes, and notifies them. */
async function endFactorFor(handle: string, note: Voice['note']): Promise<number> {
  haveSecret()
  const user = await find(handle)
  await db().transaction(async (tx) => {
    await applyConsequences(tx, 'authenticator app turned off', { userId: user.id })
    await tellOwner(tx, user.id, 'factor-off', { by: 'the operator of this site' })
  })
  note(`Two-step sign-in of ${user.handle} is off.`)
  return 0
}

/** `user create`, `user role`, `user sign-out`, `user mark`, `user leave`, `user list`. */
export async function userCommand(args: string[], { json, say, note }: Voice): Promise<number> {
  const { words, given } = parseCommand(args, 3, { role: 'string', 'password-stdin': 'boolean' })
  const [verb, name, wished] = words
  if (verb === 'list') {
    const rows = await db()
      .select({ handle: users.handle, role: users.role, created_at: users.createdAt })
      .from(users)
      .orderBy(users.id)
    for (const row of rows) say(json ? JSON.stringify(row) : `${row.handle.padEnd(21)} ${row.role}`)
    return 0
  }
  if (verb === 'role') {
    const user = await find(needed(name, 'The handle'))
    const role = roleOf(needed(wished, 'The role'))
    await db().update(users).set({ role }).where(eq(users.id, user.id))
    note(`${user.handle} is now ${role}.`)
    return 0
  }
  if (verb === 'sign-out') return signOutFor(needed(name, 'The handle'), note)
  if (verb === 'factor-off') return endFactorFor(needed(name, 'The handle'), note)
  if (verb === 'mark') {
    haveSecret()
    say(logMark('user', (await find(needed(name, 'The handle'))).id))
    return 0
  }
  if (verb === 'leave') return leaveFor(needed(name, 'The handle'), wished, note)
  if (verb !== 'create')
    throw new UsageError('After user, write create, role, sign-out, factor-off, mark, leave or list.')
  const handle = handleInput.safeParse(needed(name, 'The handle'))
  if (!handle.success) throw new UsageError(handle.error.issues[0]?.message ?? 'That isn’t a valid handle.')
  const role = roleOf(given.role)
  const password = given['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : null
  if (password === '') throw new UsageError('The password on standard input is empty.')
  const hashed = password === null ? null : await hashPassword(password)
  if (hashed && !hashed.ok) throw new Error(hashed.message)
  const made = await createUser(handle.data, hashed?.value ?? null, role)
  if (!made.ok) throw new Error(made.message)
  note(`${made.value.handle} has an account${password === null ? ' without a password' : ''}.`)
  if (json) say(JSON.stringify({ id: made.value.id, handle: made.value.handle }))
  return 0
}

/** Parses scopes such as `read,write`. Without a list, all scopes. */
function scopesOf(list: string | undefined): TokenScope[] {
  if (list === undefined) return [...tokenScopes]
  const names = list.split(',').map((name) => name.trim())
  const scopes = tokenScopes.filter((scope) => names.includes(scope))
  if (scopes.length === 0 || names.some((name) => !tokenScopes.some((scope) => scope === name)))
    throw new UsageError(`--scope takes some of ${tokenScopes.join(',')}, with commas between them.`)
  return scopes
}

/** The longest lifetime of a token in days: ten years. */
const longestToken = 3_650

function daysOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > longestToken)
    throw new UsageError(`--days takes a whole number from 1 to ${longestToken}.`)
  return days
}

/** `token create <handle> [--scope read,write,account] [--days N]`: prints only the token on stdout. */
export async function tokenCommand(args: string[], { say }: Voice): Promise<number> {
  const { words, given } = parseCommand(args, 2, { scope: 'string', days: 'string' })
  const [verb, handle] = words
  if (verb !== 'create') throw new UsageError('Write token create <handle>.')
  const limits = { scopes: scopesOf(given.scope), days: daysOf(given.days), factored: true }
  const user = await find(needed(handle, 'The handle'))
  const token = await db().transaction(async (tx) => {
    const made = await issueToken(user.id, 'made by admin', limits, tx)
    // Without a secret no email can be encrypted, so the notice goes only to the inbox.
    await tellOwner(tx, user.id, 'token-made', {
      detail: `made by admin (${limits.scopes.join(', ')})`,
      by: 'the operator of this site',
      ...(findSecret() ? {} : { to: null }),
    })
    return made
  })
  say(token)
  return 0
}

/** `ban <handle> [--days n] --reason <text>`. */
export async function banCommand(args: string[], { note }: Voice): Promise<number> {
  const { words, given } = parseCommand(args, 1, { days: 'string', reason: 'string' })
  const [handle] = words
  const days = Number(given.days ?? longestBan)
  if (!(days > 0 && days <= longestBan))
    throw new UsageError(`--days takes a number above 0, at most ${longestBan}.`)
  const reason = needed(given.reason?.trim(), 'The reason (--reason "…")')
  const done = await banUser(needed(handle, 'The handle'), new Date(Date.now() + days * 86_400_000), reason)
  if (!done.ok) throw new Error(done.message)
  note(`${done.value.handle} is banned for ${days} days. All sessions were ended.`)
  return 0
}

/** `unban <handle> [--reason <text>]`. */
export async function unbanCommand(args: string[], { note }: Voice): Promise<number> {
  const { words, given } = parseCommand(args, 1, { reason: 'string' })
  const [handle] = words
  const reason = given.reason?.trim() || 'The ban was lifted.'
  const done = await banUser(needed(handle, 'The handle'), null, reason)
  if (!done.ok) throw new Error(done.message)
  note(`${done.value.handle} is no longer banned.`)
  return 0
}

/**
 * `reveal <id> --reason <text>`: prints the author of an anonymous bemoaning on stdout. The public log records it.
 */
export async function revealCommand(args: string[], { say }: Voice): Promise<number> {
  const { words, given } = parseCommand(args, 1, { reason: 'string' })
  const id = needed(words[0], 'The number of the bemoaning').replace('#', '')
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new UsageError(`${words[0]} isn’t the number of a bemoaning.`)
  const reason = needed(given.reason?.trim(), 'The reason (--reason "…")')
  const found = await revealAuthor(Number(id), reason)
  if (!found.ok) throw new Error(found.message)
  say(found.value.handle ?? '(deleted account)')
  return 0
}
