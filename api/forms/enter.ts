import { context } from '@/core/context'
import { cookie, cookieNames, sessionCookie } from '@/core/cookies'
import { localPath, paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { banAppealLink } from '@/lib/moderation'
import { spendLimit } from '@/lib/rate-limit'
import type { Account } from '@/lib/user'
import { type Ban, banned, beginSession, endSession } from '@/lib/user'
import { claimVotes } from '@/lib/vote'
import type { Done } from '../gate/form'
import { doKept } from '../gate/kept'

type How = {
  userAgent: string
  to: string | undefined
  /** The key to the forms that this browser sent without an account. */
  browser: string
  /** Set if the credential is two factors in one, as a passkey is. */
  factored?: true
}

/**
 * Moves a visitor's votes to the account that has just signed in.
 * @returns the `set-cookie` values that delete the visitor's cookie, if there is one
 */
export async function claim(who: Pick<Account, 'id' | 'voterId'>): Promise<string[]> {
  const { visitorId } = context()
  if (visitorId === null) return []
  await claimVotes(visitorId, who)
  return [cookie(cookieNames().visitor, '', 0)]
}

/**
 * Starts a session after a sign-in and moves a visitor's votes to the account. If the account has a second factor,
 * the session has no access until that factor is confirmed.
 */
export async function enter(
  who: Account | { ban: Ban },
  { userAgent, to, browser, factored }: How,
): Promise<Result<Done>> {
  if ('ban' in who) {
    const link = await banAppealLink(who.ban.userId)
    const { code, message } = banned(who.ban)
    return link ? fail(code, `${message} You can appeal once.`, { link }) : banned(who.ban)
  }
  const often = (await spendLimit('sign-ins', `user/${who.id}`)).failure
  if (often) return often
  const begun = await beginSession(who, userAgent, factored ?? false)
  if (!begun) return fail('signed-out', 'Your way of signing in has just changed. Sign in again.')
  const { viewer, awaiting } = context()
  // The cookie of this browser's previous session is about to be replaced, so that session could not be used or ended
  // here.
  if (viewer?.sessionId) await endSession(viewer.id, viewer.sessionId)
  if (awaiting) await endSession(awaiting.userId, awaiting.sessionId)
  const session = sessionCookie(begun.token)
  if (begun.awaitsFactor) return ok({ to: paths.signInCode(localPath(to)), cookies: [session], who: who.id })
  const cookies = [session, ...(await claim(who))]
  return ok({ to: await doKept(localPath(to), begun.token, browser), cookies, who: who.id })
}
