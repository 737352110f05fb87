import { keptForm } from '@/api/gate/kept'
import { emptyContext, type FormState, type Look, type RequestContext } from '@/core/context'
import type { Life } from '@/core/pages'
import { keptIn, withKept, withoutKept } from '@/core/paths'
import type { RequestExtras } from '@/core/request-extras'
import type { BufferedResponse } from '@/core/response'
import { viewerMark } from '@/core/viewer-mark'
import { blog } from '@/lib/blog'
import { providerOrigins } from '@/lib/user'
import type { CachedResponse, Encoding } from './cache/entry'
import { type Filled, PageCache } from './cache/page-cache'
import { awayPage, brokenPage } from './http/error-page'
import type { Caller } from './http/identity'
import { moved } from './http/moved'
import { isEmbed, knownQuery, lifeOf } from './http/routes'
import { contentSecurityPolicy } from './http/security-headers'
import type { Statics } from './http/static'
import { finishPage, renderPage } from './next/pages'
import type { NodeHandler } from './next/render'

/** The application for machine formats, forms and the API. */
export type Application = (
  request: Request,
  context: RequestContext,
  extras?: RequestExtras,
) => Promise<BufferedResponse>

export type SiteOptions = {
  next: NodeHandler
  application: Application
  statics: Statics
  /** The host name that Next sees. */
  host: string
  dev: boolean
  /** Size of the page cache in MiB; 0 disables it. */
  cacheMb: number
  /** Report in a Server-Timing header how many statements a page took. */
  timing: boolean
}

const html = (found: BufferedResponse): boolean =>
  String(found.headers['content-type'] ?? '').startsWith('text/html')

/** Makes a page that other sites may embed in an iframe. */
const frameable = (made: BufferedResponse): BufferedResponse => ({
  ...made,
  headers: {
    ...made.headers,
    'content-security-policy': contentSecurityPolicy({ embeddable: true }),
    'cross-origin-resource-policy': 'cross-origin',
  },
})
/** @param look null for machine formats, which have none */
const keyOf = (look: Look | null, url: string): string =>
  look ? `${look.theme}${look.compact ? ' compact' : ''} ${url}` : `machine ${url}`

/** Limits a life so that pages older than the newest post are not served: a post must appear on time. */
function sinceNewestPost({ fresh, stale }: Life): Life {
  const [newest] = blog().posts
  const age = newest ? Math.max(0, Date.now() - Date.parse(newest.publishAt)) : Number.POSITIVE_INFINITY
  return { fresh: Math.min(fresh, age), stale: Math.min(stale, Math.max(0, age - fresh)) }
}

/** Renders pages, and caches those that are the same for everybody. */
export class Site {
  readonly cache: PageCache
  constructor(readonly options: SiteOptions) {
    this.cache = new PageCache(options.cacheMb * 1024 * 1024)
  }

  /** Renders a page for one viewer. It is never cached and complete without scripts. */
  async personal(
    url: string,
    caller: Pick<Caller, 'viewer' | 'awaiting' | 'visitorId' | 'sent' | 'look' | 'kept' | 'prefetched'>,
    more: { form?: FormState; nonce?: string } = {},
  ): Promise<BufferedResponse> {
    const { viewer, awaiting, visitorId, sent, look, kept, prefetched } = caller
    const known = viewer && kept && !more.form ? await keptForm(url, kept) : null
    const context = {
      ...emptyContext(),
      // Forms of this page return to it, but what was kept is shown once.
      url: known ? withoutKept(url) : url,
      viewer,
      awaiting,
      visitorId,
      sent,
      look,
      prefetched,
      shared: false,
      form: more.form ?? known,
      nonce: more.nonce ?? null,
    }
    const { answer: page } = await this.page(url, context)
    const headers: BufferedResponse['headers'] = { ...page.headers, 'cache-control': 'private, no-store' }
    const id = known && typeof headers.location === 'string' ? keptIn(url) : null
    if (id !== null) headers.location = withKept(String(headers.location), id)
    // The service worker uses it to keep the pages of two users apart.
    if (viewer) headers['x-viewer'] = viewerMark(viewer.id)
    if (more.nonce)
      headers['content-security-policy'] = contentSecurityPolicy({
        nonce: more.nonce,
        formTargets: url.startsWith('/signin') ? providerOrigins() : [],
      })
    // Plus the statement that identified the caller, before this page was begun.
    if (this.options.timing) headers['server-timing'] = `sql;desc="${context.statements + (viewer ? 1 : 0)}"`
    return { ...page, headers }
  }

  /** Returns the shared page from the cache. */
  shared(path: string, query: URLSearchParams, look: Look): Promise<CachedResponse> | null {
    const search = knownQuery(path, query)
    if (search === null) return null
    const life = this.options.dev ? { fresh: 0, stale: 0 } : sinceNewestPost(lifeOf(path))
    return this.cache.get(keyOf(look, path + search), life, () =>
      this.page(path + search, { ...emptyContext(), url: path + search, look }),
    )
  }

  /** Returns a shared feed, text, picture or JSON from the cache. */
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
   * Returns what `shared` or `sharedMachine` would find fresh in the cache, in a form that is already made.
   * @param look null for machine formats
   * @param search the result of `knownQuery`
   * @param landing true for a visitor without our stylesheet
   */
  freshForm(
    look: Look | null,
    path: string,
    search: string,
    encodingFor: (type: string) => Encoding,
    landing: boolean,
  ): ReturnType<PageCache['fresh']> {
    return this.cache.fresh(keyOf(look, path + search), sinceNewestPost(lifeOf(path)), encodingFor, landing)
  }

  private async page(url: string, context: RequestContext): Promise<Filled> {
    const made = await renderPage(this.options.next, this.options.host, url, context)
    return { answer: this.finish(made, context), tags: context.tags }
  }

  private finish(made: BufferedResponse, context: RequestContext): BufferedResponse {
    if (context.redirect !== null) return moved(context.redirect, context.status === 303 ? 303 : 301)
    // Next's own redirects, such as of a trailing slash.
    const { location } = made.headers
    if (made.status === 308 && typeof location === 'string') return moved(location)
    if (made.status >= 500) return context.databaseAway ? awayPage() : brokenPage()
    if (!html(made)) return made
    return {
      status: context.status ?? made.status,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: this.options.dev ? made.body : finishPage(made.body, context.parts),
    }
  }
}
