import type { Hono } from 'hono'
import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { sessionCookie } from '@/core/cookies'
import { paths } from '@/core/paths'
import { ok, type Result } from '@/core/result'
import { tokenScopes } from '@/core/vocabulary'
import {
  addSshKey,
  changePassword,
  createKeyCode,
  createToken,
  emailInput,
  endOtherSessions,
  nameInput,
  newPassword,
  removeSshKey,
  renewSession,
  requestEmail,
  revokeToken,
  setKeyboard,
} from '@/lib/user'
import type { ApiEnv } from '../gate/endpoint'
import { type Done, form } from '../gate/form'

const settings = { needs: 'user', limit: 'edit', page: () => paths.settings } as const
/** For forms that change how the user signs in. */
const owner = { ...settings, fresh: true } as const
const saved = (what: string): Result<Done> => ok({ to: `${paths.settings}?saved=${what}` })
const number = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)

/** Gives the session another token, so that a copy of its cookie stops working. */
async function anotherToken({ sessionId }: Viewer): Promise<string[]> {
  const token = sessionId ? await renewSession(sessionId, null) : null
  return token ? [sessionCookie(token)] : []
}

/** The forms at /settings. */
export function settingsForms(forms: Hono<ApiEnv>): void {
  const password = z.strictObject({ current: z.string().max(1_000).optional(), next: newPassword })
  form(
    forms,
    { ...settings, scope: 'account', event: 'password', path: '/settings/password', schema: password },
    async ({ viewer, input }) => {
      const done = await changePassword(viewer, input.current ?? '', input.next)
      if (!done.ok) return done
      return ok({ to: `${paths.settings}?saved=password`, cookies: await anotherToken(viewer) })
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'mail-address',
      path: '/settings/email',
      schema: z.strictObject({ email: emailInput }),
    },
    async ({ viewer, input }) => {
      const sent = await requestEmail(viewer, input.email)
      return sent.ok ? saved('mail') : sent
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'ssh-key',
      path: '/settings/keys',
      schema: z.strictObject({
        key: z.string().max(20_000),
        nonce: z.string().max(100),
        signature: z.string().min(1, 'Sign the nonce with the key, and paste what that prints.').max(20_000),
      }),
    },
    async ({ viewer, input, network }) => {
      const added = await addSshKey(viewer, input, network)
      return added.ok ? saved('key') : added
    },
  )
  form(
    forms,
    { ...owner, event: 'ssh-key', path: '/settings/keys/code', schema: z.strictObject({}) },
    async ({ viewer }) => {
      const code = await createKeyCode(viewer)
      return code.ok ? ok({ show: code.value }) : code
    },
  )
  form(
    forms,
    { ...owner, event: 'ssh-key', path: '/settings/keys/delete', schema: z.strictObject({ id: number }) },
    async ({ viewer, input, back }) => {
      const gone = await removeSshKey(viewer, input.id)
      if (!gone.ok) return gone
      return back() === paths.access ? ok({ to: paths.access }) : saved('key-removed')
    },
  )
  form(
    forms,
    {
      ...settings,
      scope: 'account',
      event: 'token',
      path: '/settings/tokens/delete',
      schema: z.strictObject({ id: number }),
    },
    async ({ viewer, input, back }) => {
      const gone = await revokeToken(viewer, input.id)
      if (!gone.ok) return gone
      return back() === paths.access ? ok({ to: paths.access }) : saved('token-removed')
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'token',
      path: '/settings/tokens',
      schema: z.strictObject({
        name: nameInput,
        scopes: z.array(z.enum(tokenScopes)).min(1, 'Choose at least one scope.'),
        days: z.enum(['', '30', '90', '365']).default(''),
      }),
      lists: ['scopes'],
    },
    async ({ viewer, input: { name, scopes, days } }) => {
      const token = await createToken(viewer, name, { scopes, days: days ? Number(days) : null })
      if (!token.ok) return token
      // Shown once, in the response to this form, so that the token appears in no address and no log.
      return ok({ show: token.value })
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'sessions-ended',
      path: '/settings/sessions/end',
      schema: z.strictObject({ id: z.union([z.uuid(), z.literal('others')]) }),
    },
    async ({ viewer, input, back }) => {
      const ended = await endOtherSessions(viewer, input.id)
      if (!ended.ok) return ended
      return back() === paths.access ? ok({ to: paths.access }) : saved('session')
    },
  )
  form(
    forms,
    {
      ...settings,
      scope: 'account',
      path: '/settings/keyboard',
      schema: z.strictObject({ keyboard: z.literal('on').optional() }),
    },
    async ({ viewer, input }) => {
      await setKeyboard(viewer, input.keyboard === 'on')
      return saved('keyboard')
    },
  )
}
