import { eq } from 'drizzle-orm'
import { plural } from '@/core/plural'
import { logMark } from '@/core/security-log'
import { type TokenScope, tokenScopes } from '@/core/vocabulary'
import { db, sessions } from '@/db'
import {
  applyConsequences,
  emailInput,
  issueToken,
  resetLinkFor,
  setEmailFor,
  setPasswordFor,
  tellOwner,
} from '@/lib/user'
import { findUser } from './find-user'
import { form } from './form'
import { UsageError } from './parse'
import { passwordFromStdin } from './password'
import { findSecret, haveSecret } from './secret'

/** How the owner is told; without a secret no email can be encrypted, so the notice goes only to the inbox. */
const told = () => ({ by: 'the operator of this site', ...(findSecret() ? {} : { to: null }) })

const password = form({
  usage: 'user password <handle>',
  does: 'print a link with which its owner sets a new password, for an hour',
  options: { 'password-stdin': { does: 'set the password from standard input instead; all sessions end' } },
  run: async (args, given, { say, note }) => {
    const user = await findUser(args.handle)
    if (!given['password-stdin']) {
      say(await resetLinkFor(user))
      return 0
    }
    const done = await setPasswordFor(user, await passwordFromStdin(), told())
    if (!done.ok) throw new Error(done.message)
    note(`${user.handle} has a new password. All sessions, API tokens and the feed address were ended.`)
    return 0
  },
})

const mail = form({
  usage: 'user mail <handle> <address>',
  does: 'set its email address, without a link to confirm it; "" removes it',
  run: async (args, _, { note }) => {
    const user = await findUser(args.handle)
    const email = args.address === '' ? null : emailInput.safeParse(args.address)
    if (email && !email.success) throw new UsageError(email.error.issues[0]?.message ?? 'Check the address.')
    const done = await setEmailFor(user, email?.data ?? null, told())
    if (!done.ok) throw new Error(done.message)
    note(email ? `The address of ${user.handle} is now ${email.data}.` : `${user.handle} has no address now.`)
    return 0
  },
})

const factorOff = form({
  usage: 'user factor-off <handle>',
  does: 'turn two-step sign-in off, when app and codes are lost; its owner is told',
  run: async (args, _, { note }) => {
    haveSecret()
    const user = await findUser(args.handle)
    await db().transaction(async (tx) => {
      await applyConsequences(tx, 'authenticator app turned off', { userId: user.id })
      await tellOwner(tx, user.id, 'factor-off', { by: 'the operator of this site' })
    })
    note(`Two-step sign-in of ${user.handle} is off.`)
    return 0
  },
})

const signOut = form({
  usage: 'user sign-out <handle>',
  does: 'end all its sessions; with everyone, those of all users',
  run: async (args, _, { note }) => {
    if (args.handle === 'everyone') {
      const gone = await db().delete(sessions)
      note(`Ended ${plural(gone.rowCount ?? 0, 'session')}.`)
      return 0
    }
    const user = await findUser(args.handle)
    const before = await db().$count(sessions, eq(sessions.userId, user.id))
    await db().transaction((tx) => applyConsequences(tx, '`admin user sign-out`', { userId: user.id }))
    note(`Ended ${plural(before, 'session')}.`)
    return 0
  },
})

const mark = form({
  usage: 'user mark <handle>',
  does: 'print its mark in the security log',
  run: async (args, _, { say }) => {
    haveSecret()
    say(logMark('user', (await findUser(args.handle)).id))
    return 0
  },
})

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

const token = form({
  usage: 'token create <handle>',
  does: 'print a new API token, alone on stdout; its owner is told',
  options: {
    scope: { shows: tokenScopes.join(','), does: 'what it may do; by default all of it' },
    days: { shows: 'n', does: 'how long it works; by default until it is removed' },
  },
  run: async (args, given, { say }) => {
    const limits = { scopes: scopesOf(given.scope), days: daysOf(given.days), factored: true }
    const user = await findUser(args.handle)
    const made = await db().transaction(async (tx) => {
      const issued = await issueToken(user.id, 'made by admin', limits, tx)
      await tellOwner(tx, user.id, 'token-made', {
        detail: `made by admin (${limits.scopes.join(', ')})`,
        ...told(),
      })
      return issued
    })
    say(made)
    return 0
  },
})

/** What opens an account. */
export const accessForms = [password, mail, factorOff, signOut, mark, token] as const
