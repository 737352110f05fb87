import { Hono } from 'hono'
import type { RequestContext } from '@/core/context'
import { withContext } from '@/core/context'
import type { RequestExtras } from '@/core/request-extras'
import { type BufferedResponse, fromResponse } from '@/core/response'
import { createFormats } from './formats'
import { accountForms } from './forms/account'
import { caseForms } from './forms/cases'
import { contentForms } from './forms/content'
import { juryForms } from './forms/jury'
import { peopleForms } from './forms/people'
import { personalForms } from './forms/personal'
import { tagForms } from './forms/tags'
import { worldForms } from './forms/world'
import type { ApiEnv } from './gate/endpoint'
import { createApi } from './v1'

const api = createApi()
const machine = createFormats()
const forms = new Hono<ApiEnv>()
accountForms(forms)
worldForms(forms)
juryForms(forms)
caseForms(forms)
personalForms(forms)
peopleForms(forms)
tagForms(forms)
contentForms(forms)

/**
 * Everything except pages: the JSON API, the forms, and the formats for programs. Errors are passed on to the server,
 * which handles a database that is away.
 */
for (const app of [api, machine, forms]) {
  app.onError((error) => {
    throw error
  })
}

/** Returns every registered call and form, for a test to compare with its table. */
export const registered = (): { kind: 'api' | 'form'; method: string; path: string }[] => [
  ...api.routes.map(({ method, path }) => ({ kind: 'api' as const, method, path })),
  ...forms.routes.map(({ method, path }) => ({ kind: 'form' as const, method, path })),
]

/** Responds to a request that our server has checked and authenticated. Calls need no body and no signal of it. */
export async function application(
  request: Pick<Request, 'url' | 'method' | 'headers'>,
  context: RequestContext,
  extras?: RequestExtras,
): Promise<BufferedResponse> {
  const path = request.url.slice(request.url.indexOf('/', 'https://'.length))
  const app = path.startsWith('/api/v1') ? api : request.method === 'GET' ? machine : forms
  return withContext(context, async () => fromResponse(await app.fetch(request as Request, { extras })))
}
