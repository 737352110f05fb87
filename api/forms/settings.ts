import type { Hono } from 'hono'
import { z } from 'zod'
import type { Viewer } from '@/lib/context'
import { sessionCookie } from '@/lib/cookies'
import { paths } from '@/lib/paths'
import { ok, type Result } from '@/lib/result'
import { proveAgain } from '@/lib/user/again'
import { setKeyboard } from '@/lib/user/commands'
import { emailInput, newPassword } from '@/lib/user/input'
import { changePassword, requestEmail } from '@/lib/user/recovery'
import { createToken, endSession, endSessions, revokeToken, startSession } from '@/lib/user/session'
import { addSshKey, removeSshKey } from '@/lib/user/ssh'
import type { ApiEnv } from '../endpoint'
import { type Done, form } from './form'

const settings = { needs: 'user', limit: 'edit', page: () => paths.settings } as const
/** What changes how people sign in. */
const owner = { ...settings, fresh: true } as const
const saved = (what: string): Result<Done> => ok({ to: `${paths.settings}?saved=${what}` })
const number = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)

const newSession = async (viewer: Viewer, userAgent: string): Promise<string[]> => [
  sessionCookie(await startSession(viewer.id, userAgent)),
]

/** Everything at /settings. */
export function settingsForms(forms: Hono<ApiEnv>): void {
  form(
    forms,
    {
      ...settings,
      event: 'proved-again',
      path: paths.proveAgain,
      schema: z.strictObject({ current: z.string().min(1, 'The password is missing.').max(1_000) }),
    },
    async ({ viewer, input, userAgent }) => {
      const token = await proveAgain(viewer, input.current, userAgent)
      return token.ok
        ? ok({ to: `${paths.settings}?saved=again`, cookies: [sessionCookie(token.value)] })
        : token
    },
  )
  const password = z.strictObject({ current: z.string().max(1_000).optional(), next: newPassword })
  form(
    forms,
    { ...settings, event: 'password', path: '/settings/password', schema: password },
    async ({ viewer, input, userAgent }) => {
      const done = await changePassword(viewer, input.current ?? '', input.next)
      if (!done.ok) return done
      // Every session has ended, this one too: it goes on under a new token.
      return ok({ to: `${paths.settings}?saved=password`, cookies: await newSession(viewer, userAgent) })
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
      schema: z.strictObject({ key: z.string().max(20_000) }),
    },
    async ({ viewer, input }) => {
      const added = await addSshKey(viewer, input.key)
      return added.ok ? saved('key') : added
    },
  )
  form(
    forms,
    { ...owner, event: 'ssh-key', path: '/settings/keys/delete', schema: z.strictObject({ id: number }) },
    async ({ viewer, input }) => {
      await removeSshKey(viewer, input.id)
      return saved('key-removed')
    },
  )
  form(
    forms,
    { ...settings, event: 'token', path: '/settings/tokens/delete', schema: z.strictObject({ id: number }) },
    async ({ viewer, input }) => {
      await revokeToken(viewer.id, input.id)
      return saved('token-removed')
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'token',
      path: '/settings/tokens',
      schema: z.strictObject({
        name: z.string().trim().min(1, 'Give it a name, so that you know it again.').max(60),
      }),
    },
    async ({ viewer, input }) => {
      const token = await createToken(viewer.id, input.name)
      // Shown once, on the page that answers this very form: it is in no address and no log.
      return ok({ show: token })
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
    async ({ viewer, input }) => {
      if (input.id === 'others') await endSessions(viewer.id, viewer.sessionId)
      else await endSession(viewer.id, input.id)
      return saved('session')
    },
  )
  form(
    forms,
    {
      ...settings,
      path: '/settings/keyboard',
      schema: z.strictObject({ keyboard: z.literal('on').optional() }),
    },
    async ({ viewer, input }) => {
      await setKeyboard(viewer, input.keyboard === 'on')
      return saved('keyboard')
    },
  )
}
