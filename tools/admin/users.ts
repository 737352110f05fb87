import { eq, sql } from 'drizzle-orm'
import { type Role, roles } from '@/core/vocabulary'
import { db, users, voters } from '@/db'
import { endAccount, leaveModes } from '@/lib/account'
import { checkNewPassword, createUser, handleInput, hashPassword } from '@/lib/user'
import { findUser, isLastAdmin } from './find-user'
import { form } from './form'
import { UsageError } from './parse'
import { passwordFromStdin } from './password'

const roleOf = (name: string): Role => {
  const role = roles.find((known) => known === name)
  if (!role) throw new UsageError(`Unknown role ${name}. Choose one of ${roles.join(', ')}.`)
  return role
}

const create = form({
  usage: 'user create <handle>',
  does: 'create an account; without a password it can only have tokens',
  options: {
    role: { shows: '<role>', does: roles.join(', ') },
    'password-stdin': { does: 'read its password from standard input' },
  },
  run: async (args, given, { json, say, note }) => {
    const handle = handleInput.safeParse(args.handle)
    if (!handle.success) throw new UsageError(handle.error.issues[0]?.message ?? 'That isn’t a valid handle.')
    const role = roleOf(given.role ?? 'user')
    const password = given['password-stdin'] ? await passwordFromStdin() : null
    const poor = password === null ? null : await checkNewPassword(password, handle.data)
    if (poor) throw new Error(poor.message)
    const hashed = password === null ? null : await hashPassword(password)
    if (hashed && !hashed.ok) throw new Error(hashed.message)
    const made = await createUser(handle.data, hashed?.value ?? null, role)
    if (!made.ok) throw new Error(made.message)
    note(`${made.value.handle} has an account${password === null ? ' without a password' : ''}.`)
    if (json) say(JSON.stringify({ id: made.value.id, handle: made.value.handle }))
    return 0
  },
})

const role = form({
  usage: 'user role <handle> <role>',
  does: `make it ${roles.join(', ')}`,
  run: async (args, _, { note, confirm }) => {
    const wished = roleOf(args.role)
    const user = await findUser(args.handle)
    if (wished !== 'admin' && (await isLastAdmin(user)))
      await confirm(`${user.handle} is the only admin. Then the site has none.`)
    await db().update(users).set({ role: wished }).where(eq(users.id, user.id))
    note(`${user.handle} is now ${wished}.`)
    return 0
  },
})

const list = form({
  usage: 'user list',
  does: 'list handles and roles',
  run: async (_, __, { json, say }) => {
    const rows = await db()
      .select({ handle: users.handle, role: users.role, created_at: users.createdAt })
      .from(users)
      .orderBy(users.id)
    for (const row of rows) say(json ? JSON.stringify(row) : `${row.handle.padEnd(21)} ${row.role}`)
    return 0
  },
})

const find = form({
  usage: 'user find <text>',
  does: 'find accounts by a part of their handle or email address',
  run: async (args, _, { json, say, note }) => {
    const part = `%${args.text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    const { rows } = await db().execute<{ handle: string; role: string; email: string | null }>(
      sql`select handle, role, email from users where handle like ${part} or email like ${part} order by handle limit 100`,
    )
    for (const row of rows)
      say(
        json
          ? JSON.stringify(row)
          : `${row.handle.padEnd(21)} ${row.role.padEnd(10)} ${row.email ?? '-'}`.trimEnd(),
      )
    if (rows.length === 0) note(`No handle and no address has ${JSON.stringify(args.text)} in it.`)
    return rows.length > 0 ? 0 : 1
  },
})

const show = form({
  usage: 'user show <handle>',
  does: 'show an account: role, address, ban, what opens it, how much it wrote',
  run: async (args, _, { json, say }) => {
    const { id } = await findUser(args.handle)
    const { rows } = await db().execute<Record<string, unknown>>(sql`
      select u.id, u.handle, u.role, u.email, to_json(u.created_at)#>>'{}' as joined, to_json(u.banned_until)#>>'{}' as "banned until", u.ban_reason as "ban reason",
             u.password_hash is not null as password, exists (select 1 from authenticators a where a.user_id = u.id) as "authenticator app",
             (select count(*)::int from passkeys where user_id = u.id) as passkeys, (select count(*)::int from ssh_keys where user_id = u.id) as "SSH keys",
             (select count(*)::int from api_tokens where user_id = u.id) as "API tokens", (select count(*)::int from sessions where user_id = u.id and expires_at > now()) as sessions,
             coalesce(c.bemoanings, 0) as bemoanings, coalesce(c.comments, 0) as comments
        from users u left join author_counts c on c.user_id = u.id where u.id = ${id}`)
    const [row = {}] = rows
    if (json) say(JSON.stringify(row))
    else
      for (const [name, value] of Object.entries(row))
        say(
          `${name.padEnd(18)} ${value === null ? '-' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}`,
        )
    return 0
  },
})

const leave = form({
  usage: 'user leave <handle> <mode>',
  does: `end an account for its owner; the mode is ${leaveModes.join(' or ')}`,
  more: ['erase deletes all of its texts; anonymise leaves the published ones without an author.'],
  run: async (args, _, { note, confirm }) => {
    const mode = leaveModes.find((known) => known === args.mode)
    if (!mode) throw new UsageError(`user leave <handle> takes ${leaveModes.join(' or ')}.`)
    const user = await findUser(args.handle)
    if (await isLastAdmin(user)) await confirm(`${user.handle} is the only admin. Then the site has none.`)
    const [voter] = await db().select({ id: voters.id }).from(voters).where(eq(voters.userId, user.id))
    const gone = await endAccount({ id: user.id, voterId: voter?.id ?? 0, handle: user.handle }, mode)
    if (!gone.ok) throw new Error(gone.message)
    note(`Deleted the account of ${user.handle}.`)
    return 0
  },
})

/** Accounts: made, found, changed, ended. */
export const userForms = [create, role, list, find, show, leave] as const
