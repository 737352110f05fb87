import { emptyContext, type FormState, type RequestContext } from '@/core/context'
import type { Life } from '@/core/pages'
import type { RequestExtras } from '@/core/request-extras'
import { type BufferedResponse, respond } from '@/core/response'
import { viewerMark } from '@/core/viewer-mark'
import { blog } from '@/lib/blog'
import { providerOrigins } from '@/lib/user'
import type { CachedResponse, Encoding } from './cache/entry'
import { type Filled, PageCache } from './cache/page-cache'
import { awayPage, brokenPage } from './http/error-page'
import type { Caller } from './http/identity'
import { isEmbed, knownQuery, lifeOf } from './http/routes'
import { contentSecurityPolicy } from './http/security-headers'
import type { Statics } from './http/static'
import { finishPage, renderPage } from './next/pages'
import type { NodeHandler } from './next/render'

/** The application behind machine formats, forms and the API. */
export type Application = (
  request: Request,
  context: RequestContext,
  extras?: RequestExtras,
) => Promise<BufferedResponse>

export type SiteOptions = {
  next: NodeHandler
  application: Application
  statics: Statics
  /** Host name that Next gets to see. */
  host: string
  dev: boolean
  /** What kept pages may take; 0 keeps none. */
  cacheMb: number
  /** Say in a Server-Timing header how many statements a page took. */
  timing: boolean
}

const html = (found: BufferedResponse): boolean =>
  String(found.headers['content-type'] ?? '').startsWith('text/html')

/** A page that other sites may show in a frame. */
const frameable = (made: BufferedResponse): BufferedResponse => ({
  ...made,
  headers: {
    ...made.headers,
    'content-security-policy': contentSecurityPolicy({ embeddable: true }),
    'cross-origin-resource-policy': 'cross-origin',
  },
})
/** @param theme null for what machines read, which has none */
const keyOf = (theme: Caller['theme'] | null, url: string): string => `${theme ?? 'machine'} ${url}`

/** What was made before the newest post appeared is not shown any more: a post has to be there on time. */
function sinceNewestPost({ fresh, stale }: Life): Life {
  const [newest] = blog().posts
  const age = newest ? Math.max(0, Date.now() - Date.parse(newest.publishAt)) : Number.POSITIVE_INFINITY
  return { fresh: Math.min(fresh, age), stale: Math.min(stale, Math.max(0, age - fresh)) }
}

/** Makes pages, and keeps those that everybody may share. */
export class Site {
  readonly cache: PageCache
  constructor(readonly options: SiteOptions) {
    this.cache = new PageCache(options.cacheMb * 1024 * 1024)
  }

  /** A page for one viewer: never kept, complete without scripts. */
  async personal(
    url: string,
    caller: Pick<Caller, 'viewer' | 'awaiting' | 'visitorId' | 'theme'>,
    more: { form?: FormState; nonce?: string } = {},
  ): Promise<BufferedResponse> {
    const { viewer, awaiting, visitorId, theme } = caller
    const context = {
      ...emptyContext(),
      url,
      viewer,
      awaiting,
      visitorId,
      theme,
      shared: false,
      form: more.form ?? null,
      nonce: more.nonce ?? null,
    }
    const { answer: page } = await this.page(url, context)
    const headers: BufferedResponse['headers'] = { ...page.headers, 'cache-control': 'private, no-store' }
    // The service worker keeps the pages of two people apart by it.
    if (viewer) headers['x-viewer'] = viewerMark(viewer.id)
    if (more.nonce)
      headers['content-security-policy'] = contentSecurityPolicy({
        nonce: more.nonce,
        formTargets: url.startsWith('/signin') ? providerOrigins() : [],
      })
    // Identifying the caller has cost one more, before this page was begun.
    if (this.options.timing) headers['server-timing'] = `sql;desc="${context.statements + (viewer ? 1 : 0)}"`
    return { ...page, headers }
  }

  /** The page that everybody gets, from the cache. */
  shared(path: string, query: URLSearchParams, theme: Caller['theme']): Promise<CachedResponse> | null {
    const search = knownQuery(path, query)
    if (search === null) return null
    const life = this.options.dev ? { fresh: 0, stale: 0 } : sinceNewestPost(lifeOf(path))
    return this.cache.get(keyOf(theme, path + search), life, () =>
      this.page(path + search, { ...emptyContext(), url: path + search, theme }),
    )
  }

  /** A feed, text, picture or JSON that everybody gets, from the cache. */
  sharedMachine(path: string, query: URLSearchParams): Promise<CachedResponse> | null {
    const search = knownQuery(path, query)
    if (search === null) return null
    const url = path + search
    return this.cache.get(keyOf(null, url), sinceNewestPost(lifeOf(path)), async () => {
      const context = { ...emptyContext(), url }
      const made = await this.options.application(new Request(`http://${this.options.host}${url}`), context)
      return { answer: isEmbed(path) ? frameable(made) : made, tags: context.tags }
    })
  }

  /**
   * What one of those two would find fresh in the cache, in a form that is there.
   * @param theme null for what machines read
   * @param search what knownQuery left of the query
   * @param landing for somebody who has nothing of ours yet
   */
  freshForm(
    theme: Caller['theme'] | null,
    path: string,
    search: string,
    encodingFor: (type: string) => Encoding,
    landing: boolean,
  ): ReturnType<PageCache['fresh']> {
    return this.cache.fresh(keyOf(theme, path + search), sinceNewestPost(lifeOf(path)), encodingFor, landing)
  }

  private async page(url: string, context: RequestContext): Promise<Filled> {
    const made = await renderPage(this.options.next, this.options.host, url, context)
    return { answer: this.finish(made, context), tags: context.tags }
  }

  private finish(made: BufferedResponse, context: RequestContext): BufferedResponse {
    if (context.redirect !== null) return respond(context.redirectStatus, '', { location: context.redirect })
    if (made.status >= 500) return context.databaseAway ? awayPage() : brokenPage()
    if (!html(made)) return made
    return {
      status: context.status ?? made.status,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: this.options.dev ? made.body : finishPage(made.body, context.parts),
    }
  }
}
