import type { Hono } from 'hono'
import { z } from 'zod'
import { sessionCookie } from '@/core/cookies'
import { localPath, paths } from '@/core/paths'
import { ok, type Result } from '@/core/result'
import {
  addPasskey,
  confirmAuthenticator,
  endAuthenticator,
  endOtherAccess,
  nameInput,
  reauthenticate,
  reauthenticateByKey,
  reauthenticateByPasskey,
  removePasskey,
  removeProvider,
  replaceCodes,
  startAuthenticator,
} from '@/lib/user'
import type { ApiEnv } from '../gate/endpoint'
import { type Done, form } from '../gate/form'
import { codeInput, passkeyResponse } from './sign-in'

const settings = { needs: 'user', limit: 'edit', page: () => paths.settings } as const
const owner = { ...settings, fresh: true } as const
const saved = (what: string): Result<Done> => ok({ to: `${paths.settings}?saved=${what}` })
const id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)
const nothing = z.strictObject({})
const to = z.string().max(2_000).optional()

/** The forms for reauthentication, the second factor, passkeys, and ending all other access. */
export function factorForms(forms: Hono<ApiEnv>): void {
  reauthenticationForms(forms)
  form(
    forms,
    { ...owner, event: 'second-factor', path: paths.startFactor, schema: nothing },
    async ({ viewer }) => {
      const started = await startAuthenticator(viewer)
      return started.ok ? ok({ to: `${paths.settings}#factor` }) : started
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'second-factor',
      path: paths.factor,
      schema: z.strictObject({ code: codeInput.min(1, 'Enter the code that your app shows now.') }),
    },
    async ({ viewer, input }) => {
      const codes = await confirmAuthenticator(viewer, input.code)
      // Shown once, in the response to this form, so that the codes appear in no address and no log.
      return codes.ok ? ok({ show: codes.value.join('\n') }) : codes
    },
  )
  form(
    forms,
    { ...owner, event: 'second-factor', path: paths.recoveryCodes, schema: nothing },
    async ({ viewer }) => {
      const codes = await replaceCodes(viewer)
      return codes.ok ? ok({ show: codes.value.join('\n') }) : codes
    },
  )
  form(
    forms,
    { ...owner, event: 'second-factor', path: paths.endFactor, schema: nothing },
    async ({ viewer }) => {
      const ended = await endAuthenticator(viewer)
      return ended.ok ? saved('factor-off') : ended
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'passkey',
      path: paths.passkeys,
      schema: z.strictObject({
        name: nameInput,
        response: passkeyResponse,
      }),
    },
    async ({ viewer, input }) => {
      const added = await addPasskey(viewer, input.name, input.response)
      return added.ok ? saved('passkey') : added
    },
  )
  form(
    forms,
    { ...owner, event: 'passkey', path: paths.removePasskey, schema: z.strictObject({ id }) },
    async ({ viewer, input, back }) => {
      const gone = await removePasskey(viewer, input.id)
      return gone.ok ? ok({ to: back('#passkeys') }) : gone
    },
  )
  form(
    forms,
    {
      ...owner,
      event: 'provider',
      path: paths.removeProvider,
      schema: z.strictObject({ provider: z.string().max(40) }),
      page: () => paths.access,
    },
    async ({ viewer, input }) => {
      const gone = await removeProvider(viewer, input.provider)
      return gone.ok ? ok({ to: paths.access }) : gone
    },
  )
  form(
    forms,
    { ...owner, event: 'sessions-ended', path: paths.endAccess, schema: nothing, page: () => paths.access },
    async ({ viewer }) => {
      const ended = await endOtherAccess(viewer)
      return ended.ok ? ok({ to: `${paths.access}?saved=all` }) : ended
    },
  )
}

/** The three ways to reauthenticate. Each gives the session another token. */
function reauthenticationForms(forms: Hono<ApiEnv>): void {
  const again = { ...settings, event: 'proved-again', page: () => paths.proveAgain() } as const
  const done = (token: Result<string>, next: string | undefined): Result<Done> =>
    token.ok
      ? ok({
          to: next ? localPath(next) : `${paths.settings}?saved=again`,
          cookies: [sessionCookie(token.value)],
        })
      : token
  form(
    forms,
    {
      ...again,
      path: paths.proveAgain(),
      schema: z.strictObject({ current: z.string().max(1_000).default(''), code: codeInput.default(''), to }),
    },
    async ({ viewer, input }) => done(await reauthenticate(viewer, input), input.to),
  )
  form(
    forms,
    {
      ...again,
      path: paths.proveByPasskey,
      schema: z.strictObject({ response: passkeyResponse, to }),
    },
    async ({ viewer, input, network }) =>
      done(await reauthenticateByPasskey(viewer, input.response, network), input.to),
  )
  form(
    forms,
    {
      ...again,
      path: paths.proveByKey,
      schema: z.strictObject({
        nonce: z.string().max(100),
        signature: z.string().max(20_000),
        code: codeInput.default(''),
        to,
      }),
    },
    async ({ viewer, input, network }) => done(await reauthenticateByKey(viewer, input, network), input.to),
  )
}
