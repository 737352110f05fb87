import type { Hono } from 'hono'
import { z } from 'zod'
import { context } from '@/core/context'
import { cookie, cookieNames } from '@/core/cookies'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import {
  confirmEmail,
  emailInput,
  endSession,
  newPassword,
  requestReset,
  resetPassword,
  signUp,
  signUpInput,
  undoAddress,
} from '@/lib/user'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'
import { enter } from './enter'
import { factorForms } from './factor'
import { settingsForms } from './settings'
import { signInForms } from './sign-in'

const to = z.string().max(2_000).optional()
const anyone = { needs: 'anyone' } as const
const token = z.string().max(100)

/** The forms for signing up, in and out, for links from mails, and for everything at /settings. */
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
    async ({ input, network, userAgent, browser }) => {
      const { to: next, ...rest } = input
      const made = await signUp(rest, network)
      return made.ok ? enter(made.value, { userAgent, browser, to: next }) : made
    },
  )
  signInForms(forms)
  form(
    forms,
    { ...anyone, event: 'sign-out', path: '/signout', schema: z.strictObject({}), page: () => paths.home },
    async ({ viewer }) => {
      const { awaiting } = context()
      if (viewer?.sessionId) await endSession(viewer.id, viewer.sessionId)
      if (awaiting) await endSession(awaiting.userId, awaiting.sessionId)
      return ok({ to: paths.home, cookies: [cookie(cookieNames().session, '', 0)] })
    },
  )
  mailForms(forms)
  const density = z.strictObject({ density: z.enum(['roomy', 'compact']) })
  form(
    forms,
    { ...anyone, path: '/density', schema: density, writesNothing: true, page: () => paths.home },
    async ({ input, back }) =>
      ok({
        to: back(),
        cookies: [cookie(cookieNames().density, input.density, input.density === 'roomy' ? 0 : 365)],
      }),
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
  factorForms(forms)
}

/** The forms behind the links in mails, and for requesting such a mail. */
function mailForms(forms: Hono<ApiEnv>): void {
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
      schema: z.strictObject({ token, password: newPassword }),
      page: () => paths.forgot,
    },
    async ({ input }) => {
      const done = await resetPassword(input.token, input.password)
      // That page lists the credentials that a reset does not revoke, once the user has signed in.
      return done.ok ? ok({ to: `${paths.signIn(paths.access)}&reset=1` }) : done
    },
  )
  form(
    forms,
    {
      ...anyone,
      event: 'mail-address',
      path: '/verify',
      schema: z.strictObject({ token }),
      page: () => paths.settings,
    },
    async ({ input, viewer }) => {
      const done = await confirmEmail(input.token)
      return done.ok
        ? ok({ to: viewer ? `${paths.settings}?saved=email` : `${paths.signIn()}?verified=1` })
        : done
    },
  )
  form(
    forms,
    {
      ...anyone,
      event: 'mail-address',
      path: '/undo',
      schema: z.strictObject({ token }),
      page: () => paths.signIn(),
    },
    async ({ input }) => {
      const done = await undoAddress(input.token)
      return done.ok ? ok({ to: paths.reset(done.value.reset) }) : done
    },
  )
}
