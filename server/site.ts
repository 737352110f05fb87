import { keptForm } from '@/api/gate/kept'
import { emptyContext, type FormState, type Look, type RequestContext } from '@/core/context'
import { forgetHtml } from '@/core/kept-html'
import { forgetReads } from '@/core/kept-reads'
import type { Life } from '@/core/pages'
import { keptIn, withKept, withoutKept } from '@/core/paths'
import type { RequestExtras } from '@/core/request-extras'
import type { BufferedResponse } from '@/core/response'
import { viewerMark } from '@/core/viewer-mark'
import type { Invalidation } from '@/db/invalidate'
import { noteRemoval } from '@/db/replica'
import { blog } from '@/lib/blog'
import { providerOrigins } from '@/lib/user'
import type { CachedResponse, Encoding } from './cache/entry'
import { PageCache } from './cache/page-cache'
import type { Caller } from './http/identity'
import { isEmbed, knownQuery, lifeOf } from './http/routes'
import { contentSecurityPolicy } from './http/security-headers'
import type { Statics } from './http/static'
import { keyOfPage, type PageOptions, Pages } from './pages'

/**
 * The application for machine formats, forms and the API. Calls of the API need no more of a request than this type has; forms
 * and formats need all of it.
 */
export type Application = (
  request: Pick<Request, 'url' | 'method' | 'headers'>,
  context: RequestContext,
  extras?: RequestExtras,
) => Promise<BufferedResponse>

export type SiteOptions = PageOptions & {
  application: Application
  statics: Statics
  /** Size of the page cache in MiB; 0 disables it. */
  cacheMb: number
  /** Report in a Server-Timing header how many statements a page took. */
  timing: boolean
}

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
const keyOf = (look: Look | null, url: string): string => (look ? keyOfPage(look, url) : `machine ${url}`)

/** Limits a life so that pages older than the newest post are not served: a post must appear on time. */
function sinceNewestPost({ fresh, stale }: Life): Life {
  const [newest] = blog().posts
  const age = newest ? Math.max(0, Date.now() - Date.parse(newest.publishAt)) : Number.POSITIVE_INFINITY
  return { fresh: Math.min(fresh, age), stale: Math.min(stale, Math.max(0, age - fresh)) }
}

/** Renders pages, and caches those that are the same for everybody. */
export class Site {
  readonly cache: PageCache
  readonly pages: Pages
  constructor(readonly options: SiteOptions) {
    this.cache = new PageCache(options.cacheMb * 1024 * 1024)
    this.pages = new Pages(options)
  }

  /** Forgets everything that shows invalidated content, but for pages that are only out of date: they are a last resort. */
  drop({ kind, tags }: Invalidation): void {
    if (kind === 'removed') noteRemoval()
    forgetReads()
    forgetHtml(tags)
    this.pages.frames.drop(tags)
    this.cache.drop(tags, kind === 'removed')
  }

  /** Renders a page for one viewer. It is never cached and complete without scripts. */
  async personal(
    url: string,
    caller: Pick<
      Caller,
      'viewer' | 'awaiting' | 'visitorId' | 'sent' | 'look' | 'kept' | 'prefetched' | 'readAfter'
    >,
    more: { form?: FormState; nonce?: string } = {},
  ): Promise<BufferedResponse> {
    const { viewer, awaiting, visitorId, sent, look, kept, prefetched, readAfter } = caller
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
      readAfter: more.form ? null : readAfter,
      shared: false,
      form: more.form ?? known,
      nonce: more.nonce ?? null,
    }
    const { answer: page, statements } = await this.pages.page(url, context)
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
    if (this.options.timing) headers['server-timing'] = `sql;desc="${statements + (viewer ? 1 : 0)}"`
    return { ...page, headers }
  }

  /** Returns the shared page from the cache. */
  shared(path: string, query: URLSearchParams, look: Look): Promise<CachedResponse> | null {
    const search = knownQuery(path, query)
    if (search === null) return null
    const life = this.options.dev ? { fresh: 0, stale: 0 } : sinceNewestPost(lifeOf(path))
    return this.cache.get(keyOf(look, path + search), life, () =>
      this.pages.page(path + search, { ...emptyContext(), url: path + search, look }),
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
}
