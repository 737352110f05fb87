import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { context, type FormState, type Viewer } from '@/core/context'
import { type Scope, ScopeError, scopeFailure } from '@/core/credential'
import { databaseError, isAway, readOnlyWhy } from '@/core/database-error'
import { nulIn } from '@/core/json'
import type { LimitName } from '@/core/limits'
import { localPath, paths } from '@/core/paths'
import { failureHeaders, problemOf, statusOf } from '@/core/problem'
import { readOnly, readOnlyFailure } from '@/core/read-only'
import type { Answer } from '@/core/response'
import { type Failure, fail, type Result } from '@/core/result'
import type { SecurityEvent } from '@/core/security-log'
import { spendLimit } from '@/lib/rate-limit'
import { limitFor, staleFailure } from '@/lib/user'
import { voterOfRequest } from '@/lib/vote'
import type { ApiEnv } from './endpoint'
import { keptPage } from './fallback-page'
import { parseForm, shown, toInput } from './fields'
import { noteResult } from './note'

type Forms = Hono<ApiEnv>

/**
 * What a form that worked leads to: another page, with cookies to set and who they are for now, or its own page with
 * something to show once.
 */
export type Done = { to: string; cookies?: string[]; who?: number } | { show: string }

type Needs = 'anyone' | 'voter' | 'user'
type Who<N extends Needs> = N extends 'user'
  ? { viewer: Viewer }
  : N extends 'voter'
    ? { voterId: number; viewer: Viewer | null }
    : { viewer: Viewer | null }

type Form<N extends Needs, S extends z.ZodType> = {
  path: string
  needs: N
  schema: S
  limit?: LimitName
  /** What the sender's credential must allow; `account` where `fresh`, else `write`, when not said. */
  scope?: Scope
  /** It could take the account away, or its data: who sends it must have proved a moment ago who they are. */
  fresh?: true
  /** It is noted who did it, and how it ended. */
  event?: SecurityEvent
  /** Fields that may come several times. */
  lists?: readonly string[]
  /** It sets a cookie at most: it goes on while nothing can be written. */
  writesNothing?: true
  /** The page that shows the form again when something is wrong. */
  page: (params: Record<string, string>, values: FormState['values']) => string
}

export type Sent<N extends Needs, S extends z.ZodType> = Who<N> & {
  input: z.infer<S>
  params: Record<string, string>
  network: string
  userAgent: string
  /** Why a credential that came along does not count. */
  denied: Failure | null
  /** Whether the field that only programs see was filled. */
  trapped: boolean
  /** The page the form was on, with an anchor to return to. */
  back: (anchor?: string) => string
}

const policyOf = (made: Answer | undefined): Record<string, string> => {
  const policy = made?.headers['content-security-policy']
  return typeof policy === 'string' ? { 'content-security-policy': policy } : {}
}

/** Shows the page again with what was typed and what is wrong with it; without the database, a page that keeps it. */
async function again(c: Context<ApiEnv>, page: string, form: FormState, failure: Failure): Promise<Response> {
  const made = await c.env.extras?.rerender(page, form, statusOf(failure))
  // A page that cannot show the form, for whatever reason, would lose what was typed.
  const lost = !made || made.status >= 500 || made.status !== statusOf(failure)
  const body = lost ? keptPage(form, problemOf(failure).title) : made.body.toString()
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    ...failureHeaders(failure),
  })
  for (const [name, value] of Object.entries(policyOf(made))) headers.set(name, value)
  return new Response(body, { status: lost ? statusOf(failure) : made.status, headers })
}

const signInFirst = (page: string): Failure =>
  fail('signed-out', `This needs an account. Sign in or sign up; what you typed is kept on this page.`, {
    link: paths.signIn(page),
  })

const fromZod = (error: z.ZodError): Failure => {
  const errors = error.issues.map((issue) => ({ path: String(issue.path[0] ?? ''), message: issue.message }))
  return fail('invalid', errors[0]?.message ?? 'Something is missing.', { errors })
}

/**
 * Adds a form: who may send it, how often, what it must hold, what it does. Whatever goes wrong, the page
 * comes back with everything that was typed.
 */
export function form<N extends Needs, S extends z.ZodType>(
  forms: Forms,
  spec: Form<N, S>,
  run: (sent: Sent<N, S>) => Promise<Result<Done>>,
): void {
  forms.post(spec.path, async (c) => {
    const type = c.req.header('content-type') ?? ''
    const values = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)
      ? parseForm(new Uint8Array(await c.req.arrayBuffer()))
      : fail('media-type', 'This form was not sent as a browser sends it.')
    if (!values.ok)
      return new Response(`${values.message}\n`, {
        status: statusOf(values),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      })
    const params = c.req.param() as Record<string, string>
    const state = { action: c.req.path, values: shown(values.value) }
    const page = spec.page(params, state.values)
    const attempt = async (): Promise<Result<Done>> => {
      const { viewer } = context()
      if (readOnly() && !spec.writesNothing) return readOnlyFailure()
      const extras = c.env.extras
      if (spec.needs !== 'anyone' && extras?.denied) return extras.denied
      if (spec.needs === 'user' && !viewer) return signInFirst(page)
      const scope = spec.scope ?? (spec.fresh ? 'account' : 'write')
      const unfit = viewer && spec.needs !== 'anyone' ? scopeFailure(viewer, scope) : null
      if (unfit) return unfit
      const voterId = spec.needs === 'voter' ? await voterOfRequest() : (viewer?.voterId ?? 0)
      if (spec.limit) {
        const { failure } = await spendLimit(
          limitFor(spec.limit, viewer),
          voterId || (extras?.network ?? 'local'),
        )
        if (failure) return failure
      }
      const stale = spec.fresh && viewer ? await staleFailure(viewer) : null
      if (stale) return stale
      const input = toInput(values.value, spec.lists ?? [])
      if (!input.ok) return input
      const nul = nulIn(input.value)
      if (nul !== null) {
        const message = 'It contains a NUL character.'
        return fail('invalid', message, { errors: [{ path: nul.split('.')[0] ?? '', message }] })
      }
      const parsed = spec.schema.safeParse(input.value)
      if (!parsed.success) return fromZod(parsed.error)
      const sent = {
        viewer,
        voterId,
        input: parsed.data,
        params,
        back: (anchor?: string) => backTo(state.values, anchor),
        network: extras?.network ?? 'local',
        userAgent: extras?.userAgent ?? '',
        denied: extras?.denied ?? null,
        trapped: (values.value.get('website') ?? []).some(Boolean),
      }
      return run(sent as unknown as Sent<N, S>)
    }
    const result = await attempt().catch((error: unknown): Failure => {
      if (error instanceof ScopeError) return error.failure
      if (readOnlyWhy(error)) return readOnlyFailure()
      if (databaseError(error)?.kind === 'foreign-key')
        return fail('conflict', 'What this is about has gone in the meantime. What you typed is kept here.')
      if (isAway(error) || databaseError(error)?.kind === 'timeout')
        return fail(
          'unavailable',
          'The database is away. What you typed is kept here; send it again in a few seconds.',
          { retryAfter: 5 },
        )
      throw error
    })
    noteResult(spec, result, {
      network: c.env.extras?.network,
      user: result.ok && 'to' in result.value ? result.value.who : undefined,
    })
    if (!result.ok) {
      return again(
        c,
        page,
        {
          ...state,
          outcome: 'refused',
          errors: result.errors ?? [],
          message: result.message,
          link: result.link ?? null,
        },
        result,
      )
    }
    if ('show' in result.value) {
      const shown = await c.env.extras?.rerender(
        page,
        { ...state, outcome: 'done', errors: [], message: result.value.show, link: null },
        200,
      )
      return new Response(shown?.body.toString() ?? null, {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'private, no-store',
          ...policyOf(shown),
        },
      })
    }
    const headers = new Headers({ location: result.value.to })
    for (const value of result.value.cookies ?? []) headers.append('set-cookie', value)
    return new Response(null, { status: 303, headers })
  })
}

/** The page that a form on a reading page was on, with an anchor to return to. */
export const backTo = (values: FormState['values'], anchor = ''): string =>
  localPath(values.back?.[0]).replace(/#.*$/, '') + anchor
