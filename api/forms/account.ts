import type { Hono } from 'hono'
import { z } from 'zod'
import { context } from '@/lib/context'
import { cookie, cookieNames, sessionCookie } from '@/lib/cookies'
import { banAppealLink } from '@/lib/moderation/ban-ticket'
import { localPath, paths } from '@/lib/paths'
import { fail, ok, type Result } from '@/lib/result'
import { type Account, checkSignIn, signUp } from '@/lib/user/commands'
import { emailInput, newPassword, signInInput, signUpInput } from '@/lib/user/input'
import { confirmEmail, requestReset, resetPassword } from '@/lib/user/recovery'
import { type Ban, banned, endSession, startSession } from '@/lib/user/session'
import { checkSshSignIn } from '@/lib/user/ssh'
import { claimVotes } from '@/lib/vote/commands'
import type { ApiEnv } from '../endpoint'
import { type Done, form } from './form'
import { settingsForms } from './settings'

/** Starts a session for whoever proved who they are; a visitor's votes come along. */
async function enter(
  who: Account | { ban: Ban },
  userAgent: string,
  to: string | undefined,
): Promise<Result<Done>> {
  if ('ban' in who) {
    const link = await banAppealLink(who.ban.userId)
    const { code, message } = banned(who.ban)
    return link ? fail(code, `${message} You can appeal against it, once.`, { link }) : banned(who.ban)
  }
  const { viewer, visitorId } = context()
  const names = cookieNames()
  // Whoever signs in anew has a new session, and not the one before as well.
  if (viewer?.sessionId) await endSession(viewer.id, viewer.sessionId)
  const cookies = [sessionCookie(await startSession(who.id, userAgent))]
  if (visitorId !== null) {
    await claimVotes(visitorId, who)
    cookies.push(cookie(names.visitor, '', 0))
  }
  return ok({ to: localPath(to), cookies, who: who.id })
}

const to = z.string().max(2_000).optional()
const anyone = { needs: 'anyone' } as const

/** Signing up, in and out, links from mails, and everything at /settings. */
export function accountForms(forms: Hono<ApiEnv>): void {
  form(
    forms,
    {
      ...anyone,
      event: 'sign-up',
      path: '/signup',
      schema: z.strictObject({ ...signUpInput.shape, to }),
      page: () => paths.signUp(),
    },
    async ({ input, network, userAgent }) => {
      const { to: next, ...rest } = input
      const made = await signUp(rest, network)
      return made.ok ? enter(made.value, userAgent, next) : made
    },
  )

  form(
    forms,
    {
      ...anyone,
      event: 'sign-in',
      path: '/signin',
      schema: z.strictObject({ ...signInInput.shape, to }),
      page: () => paths.signIn(),
    },
    async ({ input, network, userAgent }) => {
      const who = await checkSignIn(input.handle, input.password, network)
      return who.ok ? enter(who.value, userAgent, input.to) : who
    },
  )

  const ssh = z.strictObject({
    handle: z.string().min(1, 'Who are you?').max(40),
    nonce: z.string().max(100),
    signature: z.string().max(20_000),
    to,
  })
  form(
    forms,
    { ...anyone, event: 'sign-in', path: '/signin/ssh', schema: ssh, page: () => paths.signIn() },
    async ({ input, network, userAgent }) => {
      const who = await checkSshSignIn(input.handle, input.nonce, input.signature, network)
      return who.ok ? enter(who.value, userAgent, input.to) : who
    },
  )

  form(
    forms,
    { ...anyone, event: 'sign-out', path: '/signout', schema: z.strictObject({}), page: () => paths.home },
    async ({ viewer }) => {
      if (viewer?.sessionId) await endSession(viewer.id, viewer.sessionId)
      return ok({ to: paths.home, cookies: [cookie(cookieNames().session, '', 0)] })
    },
  )

  form(
    forms,
    {
      ...anyone,
      event: 'reset-asked',
      path: '/forgot',
      schema: z.strictObject({ email: emailInput }),
      page: () => paths.forgot,
    },
    async ({ input, network }) => {
      const sent = await requestReset(input.email, network)
      return sent.ok ? ok({ to: `${paths.forgot}?sent=1` }) : sent
    },
  )

  form(
    forms,
    {
      ...anyone,
      event: 'password',
      path: '/reset',
      schema: z.strictObject({ token: z.string().max(100), password: newPassword }),
      page: () => paths.forgot,
    },
    async ({ input }) => {
      const done = await resetPassword(input.token, input.password)
      return done.ok ? ok({ to: `${paths.signIn()}?reset=1` }) : done
    },
  )

  form(
    forms,
    {
      ...anyone,
      event: 'mail-address',
      path: '/verify',
      schema: z.strictObject({ token: z.string().max(100) }),
      page: () => paths.settings,
    },
    async ({ input, viewer }) => {
      const done = await confirmEmail(input.token)
      return done.ok
        ? ok({ to: viewer ? `${paths.settings}?saved=email` : `${paths.signIn()}?verified=1` })
        : done
    },
  )

  const theme = z.strictObject({ theme: z.enum(['light', 'dark', 'system']) })
  form(
    forms,
    { ...anyone, path: '/theme', schema: theme, writesNothing: true, page: () => paths.home },
    async ({ input, back }) =>
      ok({
        to: back(),
        cookies: [cookie(cookieNames().theme, input.theme, input.theme === 'system' ? 0 : 365)],
      }),
  )

  settingsForms(forms)
}
