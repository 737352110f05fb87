import type { Hono } from 'hono'
import { z } from 'zod'
import { context } from '@/core/context'
import { sessionCookie } from '@/core/cookies'
import { localPath, paths } from '@/core/paths'
import { fail, ok } from '@/core/result'
import {
  checkCode,
  checkPasskey,
  checkSignIn,
  checkSshSignIn,
  findVoter,
  renewSession,
  signInInput,
} from '@/lib/user'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'
import { doKept } from '../gate/kept'
import { claim, enter } from './enter'

const to = z.string().max(2_000).optional()
/** A browser's response to a WebAuthn ceremony, as JSON. */
export const passkeyResponse = z.string().min(1, 'Your browser sent no passkey.').max(20_000)
/** A code from an authenticator app, or a recovery code. */
export const codeInput = z.string().trim().max(40)

/** The forms to sign in, with the second factor for accounts that have one. */
export function signInForms(forms: Hono<ApiEnv>): void {
  const signIn = { needs: 'anyone', event: 'sign-in', page: () => paths.signIn() } as const
  form(
    forms,
    { ...signIn, path: '/signin', schema: z.strictObject({ ...signInInput.shape, to }) },
    async ({ input, network, userAgent, browser }) => {
      const who = await checkSignIn(input.handle, input.password, network)
      return who.ok ? enter(who.value, { userAgent, browser, to: input.to }) : who
    },
  )
  const ssh = z.strictObject({
    handle: z.string().min(1, 'Enter your handle.').max(40),
    nonce: z.string().max(100),
    signature: z.string().max(20_000),
    to,
  })
  form(
    forms,
    { ...signIn, path: '/signin/ssh', schema: ssh },
    async ({ input, network, userAgent, browser }) => {
      const who = await checkSshSignIn(input.handle, input.nonce, input.signature, network)
      return who.ok ? enter(who.value, { userAgent, browser, to: input.to }) : who
    },
  )
  form(
    forms,
    { ...signIn, path: paths.signInPasskey, schema: z.strictObject({ response: passkeyResponse, to }) },
    async ({ input, network, userAgent, browser }) => {
      const who = await checkPasskey(input.response, network)
      return who.ok ? enter(who.value, { userAgent, browser, to: input.to, factored: true }) : who
    },
  )
  form(
    forms,
    {
      ...signIn,
      event: 'second-factor',
      path: paths.signInCode(),
      schema: z.strictObject({ code: codeInput.min(1, 'Enter the code that your app shows now.'), to }),
      page: () => paths.signInCode(),
    },
    async ({ input, browser }) => {
      const { awaiting } = context()
      if (!awaiting)
        return fail('signed-out', 'That took too long. Sign in again.', { link: paths.signIn(input.to) })
      const right = await checkCode(awaiting.userId, input.code)
      if (!right.ok) return right
      const token = await renewSession(awaiting.sessionId, { factored: true })
      if (token === null)
        return fail('signed-out', 'That took too long. Sign in again.', { link: paths.signIn(input.to) })
      const voterId = await findVoter(awaiting.userId)
      const claimed = voterId === null ? [] : await claim({ id: awaiting.userId, voterId })
      return ok({
        to: await doKept(localPath(input.to), token, browser),
        cookies: [sessionCookie(token), ...claimed],
        who: awaiting.userId,
      })
    },
  )
}
