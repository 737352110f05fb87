import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { context, type FormState } from '@/core/context'
import { nulFailure, nulIn } from '@/core/json'
import { forgetReads } from '@/core/kept-reads'
import { localPath, paths } from '@/core/paths'
import { failureHeaders, problemOf, statusOf } from '@/core/problem'
import type { BufferedResponse } from '@/core/response'
import { type Failure, fail, ok, type Result } from '@/core/result'
import type { ApiEnv } from './endpoint'
import { fallbackPage } from './fallback-page'
import { parseForm, shown, toInput } from './fields'
import { gate, type Needs, type Rules, type Who } from './gate'
import { type Keeps, keepUntilSignIn } from './kept'
import { noteResult } from './note'

type Forms = Hono<ApiEnv>

/**
 * The outcome of a form that succeeded: a redirect, with cookies to set and the user who is now signed in; or its own
 * page with something to show once, or with the preview of what it holds as safe HTML.
 */
export type Done = { to: string; cookies?: string[]; who?: number } | { show: string } | { preview: string }

/** A form. The default scope is `account` if it is `fresh`, otherwise `write`. */
type Form<N extends Needs, S extends z.ZodType> = Rules<N> & {
  schema: S
  /** Fields that may occur several times. */
  lists?: readonly string[]
  /** What becomes of it if its sender must sign in first. Otherwise only the page shows it again. */
  keeps?: Keeps
  /** The page that shows the form again after an error. */
  page: (params: Record<string, string>, values: FormState['values']) => string
}

export type Sent<N extends Needs, S extends z.ZodType> = Who<N> & {
  input: z.infer<S>
  params: Record<string, string>
  network: string
  userAgent: string
  /** The key to the forms that this browser sent without an account; empty without. */
  browser: string
  /** Why a credential sent along does not count. */
  denied: Failure | null
  /** True if the honeypot field was filled in. */
  trapped: boolean
  /** The page the form was on, with an anchor to return to. */
  back: (anchor?: string) => string
}

const policyOf = (made: BufferedResponse | undefined): Record<string, string> => {
  const policy = made?.headers['content-security-policy']
  return typeof policy === 'string' ? { 'content-security-policy': policy } : {}
}

/** Renders the page again with the input and its errors; without the database, the fallback page. */
async function showAgain(
  c: Context<ApiEnv>,
  page: string,
  form: FormState,
  failure: Failure,
  cookies: readonly string[] = [],
): Promise<Response> {
  const made = await c.env.extras?.rerender(page, form, statusOf(failure))
  // A page that cannot show the form would lose the input.
  const lost = !made || made.status >= 500 || made.status !== statusOf(failure)
  const body = lost ? fallbackPage(form, problemOf(failure).title) : made.body.toString()
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    ...failureHeaders(failure),
  })
  for (const [name, value] of Object.entries(policyOf(made))) headers.set(name, value)
  for (const value of cookies) headers.append('set-cookie', value)
  return new Response(body, { status: lost ? statusOf(failure) : made.status, headers })
}

const signInFirst = (page: string): Failure =>
  fail(
    'signed-out',
    `You need an account for this. Sign in or sign up; we kept what you typed on this page.`,
    {
      link: paths.signIn(page),
    },
  )

/** Names for its reader what a refusal that is not about the input kept: the page shows the texts again. */
const withKept = ({ message }: Failure, values: FormState['values']): string =>
  Object.values(values)
    .flat()
    .some((value) => /\S\s+\S/.test(value))
    ? `${message.replace(/\.$/, '')}; we kept what you typed.`
    : message

const fromZod = (error: z.ZodError): Failure => {
  const errors = error.issues.map((issue) => ({ path: String(issue.path[0] ?? ''), message: issue.message }))
  return fail('invalid', errors[0]?.message ?? 'Something is missing.', { errors })
}

/** Parses the fields with the form's schema. */
function parseFields<S extends z.ZodType>(
  { schema, lists = [] }: { schema: S; lists?: readonly string[] },
  values: ReadonlyMap<string, string[]>,
): Result<z.infer<S>> {
  const input = toInput(values, lists)
  if (!input.ok) return input
  const nul = nulIn(input.value)
  if (nul !== null) return nulFailure(nul.split('.')[0] ?? '')
  const parsed = schema.safeParse(input.value)
  return parsed.success ? ok(parsed.data) : fromZod(parsed.error)
}

/** Renders the form's page with a value that is shown only once. */
async function showOnce(c: Context<ApiEnv>, page: string, form: FormState): Promise<Response> {
  const made = await c.env.extras?.rerender(page, form, 200)
  return new Response(made?.body.toString() ?? null, {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      ...policyOf(made),
    },
  })
}

/** Renders the form's page with a preview; if that does not show the form any more, the fallback page keeps the input. */
async function showPreview(c: Context<ApiEnv>, page: string, form: FormState): Promise<Response> {
  const made = await c.env.extras?.rerender(page, form, 200)
  const isThere = made?.status === 200
  const message = 'This page doesn’t show your form any more. We kept what you typed.'
  return new Response(isThere ? made.body.toString() : fallbackPage({ ...form, message }, 'Preview'), {
    status: made?.status ?? 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      ...policyOf(made),
    },
  })
}

/**
 * Adds a form: the gate before it (gate.ts), its schema and its handler. After any error, the page is shown again
 * with the input.
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
      : fail('media-type', 'We can’t read this form. Send it as a browser does.')
    if (!values.ok)
      return new Response(`${values.message}\n`, {
        status: statusOf(values),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      })
    const { extras } = c.env
    const params = c.req.param() as Record<string, string>
    const state = { action: c.req.path, values: shown(values.value) }
    const page = spec.page(params, state.values)
    const { result } = await gate(
      spec,
      {
        extras,
        scope: spec.scope ?? (spec.fresh ? 'account' : 'write'),
        stake: 'form',
        insists: false,
        signedOut: () => signInFirst(page),
        read: () => parseFields(spec, values.value),
      },
      (who, input) =>
        run({
          ...who,
          input,
          params,
          back: (anchor?: string) => backTo(state.values, anchor),
          network: extras?.network ?? 'local',
          userAgent: extras?.userAgent ?? '',
          browser: extras?.kept ?? '',
          denied: extras?.denied ?? null,
          trapped: (values.value.get('website') ?? []).some(Boolean),
        } as unknown as Sent<N, S>),
    )
    // The sender returns to a page and expects to see the change there.
    forgetReads()
    const user = result.ok && 'to' in result.value ? result.value.who : undefined
    noteResult(spec, result, { network: extras?.network, user })
    if (!result.ok) {
      const { errors = [], link = null } = result
      const message =
        result.code === 'limited' || result === extras?.denied
          ? withKept(result, state.values)
          : result.message
      const isSignedOut = result.code === 'signed-out'
      const kept =
        isSignedOut && spec.keeps
          ? await keepUntilSignIn(spec.keeps, state, state.values.back ? backTo(state.values) : page, {
              network: extras?.network ?? 'local',
              browser: extras?.kept ?? '',
            })
          : null
      return showAgain(
        c,
        page,
        {
          ...state,
          outcome: 'refused',
          errors,
          // The other reasons, such as an ended session, have sentences of their own.
          message: kept && result !== extras?.denied ? kept.message : message,
          link: kept && context().awaiting ? paths.signInCode(kept.to) : link,
          ...(isSignedOut && !context().awaiting ? { signIn: kept?.to ?? backTo(state.values) } : {}),
        },
        result,
        kept?.cookies,
      )
    }
    if ('preview' in result.value)
      return showPreview(c, page, {
        ...state,
        action: state.action.replace(/\/preview$/, ''),
        outcome: 'preview',
        errors: [],
        message: result.value.preview,
        link: null,
      })
    if ('show' in result.value)
      return showOnce(c, page, {
        ...state,
        outcome: 'done',
        errors: [],
        message: result.value.show,
        link: null,
      })
    const headers = new Headers({ location: result.value.to })
    for (const value of result.value.cookies ?? []) headers.append('set-cookie', value)
    return new Response(null, { status: 303, headers })
  })
}

/** Returns the address of the page that a form on a reading page was on, with an anchor. */
export const backTo = (values: FormState['values'], anchor = ''): string =>
  localPath(values.back?.[0]).replace(/#.*$/, '') + anchor
