import { frameContext, type Look, type RequestContext, withContext } from '@/core/context'
import { databaseError, isAway } from '@/core/database-error'
import { type Frame, fillFrame } from '@/core/frame'
import { pageAt } from '@/core/pages'
import type { BufferedResponse } from '@/core/response'
import { Frames } from './cache/frames'
import { awayPage, brokenPage } from './http/error-page'
import { moved } from './http/moved'
import { withTitle } from './next/markup'
import { cutPage, renderPage } from './next/pages'
import type { NodeHandler } from './next/render'

/** How pages are made. */
export type PageOptions = {
  next: NodeHandler
  /** The host name that Next sees. */
  host: string
  dev: boolean
  /** Make reading pages from frames; false makes each anew by Next, for comparison. */
  frames: boolean
}

/** A finished page, the tags of everything that it shows, and the number of statements it took. */
export type FilledPage = { answer: BufferedResponse; tags: ReadonlySet<string>; statements: number }

/** What Next made: a page to fill, or a response without parts. */
type Made = { status: number; frame: Frame } | { answer: BufferedResponse }
/** A page to fill for others, and the tags of what its head shows. */
type KeptPage = { made: Made; tags: ReadonlySet<string> }
type MadeForNobody = { made: Made; nobody: RequestContext }

/** The key of a page that is the same for everybody but for its parts. */
export const keyOfPage = (look: Look, url: string): string =>
  `${look.theme}${look.compact ? ' compact' : ''} ${url}`

const isHtml = (found: BufferedResponse): boolean =>
  String(found.headers['content-type'] ?? '').startsWith('text/html')

/** Returns the address of the frame for a page: what its head depends on. Null for working pages, which have none. */
function frameUrl(url: string): string | null {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  const page = pageAt(path)
  if (page?.kind === 'working') return null
  if (at < 0 || !page?.head) return path
  const query = new URLSearchParams(url.slice(at))
  const kept = page.head.flatMap((name) => query.getAll(name).map((value) => [name, value]))
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`
}

/** A copy of a request's context, for another try. */
const anew = (context: RequestContext): RequestContext => ({
  ...context,
  tags: new Set(),
  parts: { mark: '', placed: [] },
})

/** True if a page was found, so that its head and status are the same for nearly everybody. */
const isFrame = (made: Made, { status, redirect }: RequestContext): boolean =>
  'frame' in made && made.status === 200 && status === null && redirect === null

const frameIn = ({ made, nobody }: MadeForNobody): KeptPage | null =>
  isFrame(made, nobody) ? { made, tags: nobody.tags } : null

/** True if a page was found at its address, whatever its query: no redirect, and its frame fits. */
const isThere = ({ status, redirect, misfit }: RequestContext): boolean =>
  (status === null || status === 400) && redirect === null && !misfit

/**
 * Makes pages. A reading page is a frame, which Next makes once for all readers, filled for one of them or for nobody. Every
 * other page is made by Next for its reader, and its parts are filled likewise.
 */
export class Pages {
  readonly frames = new Frames<KeptPage, MadeForNobody>()
  /** How many pages Next has made. */
  made = 0
  constructor(private readonly options: PageOptions) {}

  async page(url: string, context: RequestContext): Promise<FilledPage> {
    // A form that comes back may change more than the parts, and its page has a nonce.
    const at =
      this.options.dev || !this.options.frames || context.form || context.nonce ? null : frameUrl(url)
    return (at === null ? null : await this.framed(at, context)) ?? this.whole(url, context)
  }

  /** Returns a page by its frame; null if that does not fit this reader. */
  private async framed(url: string, reader: RequestContext): Promise<FilledPage | null> {
    const key = keyOfPage(reader.look, url)
    const isNobody = reader.shared && reader.viewer === null
    const kept = this.frames.get(key)
    if (kept) {
      const context = anew(reader)
      const answer = await this.fill(kept.made, context)
      if (answer && isThere(context)) return finished(answer, context, kept.tags)
      // Its head would be another for this reader, who has muted it, for example.
      if (!answer && !isNobody) return null
      this.frames.delete(key)
    }
    const { made, nobody } = await this.frames.make(key, () => this.forNobody(url, reader), frameIn)
    // The head and the status are those for nobody, and a redirect may need the whole query.
    if (!isFrame(made, nobody) && (!isNobody || url !== reader.url)) return null
    const context = { ...anew(reader), status: nobody.status, redirect: nobody.redirect }
    const answer = await this.fill(made, context)
    if (!answer) return null
    if (!isThere(context)) this.frames.delete(key)
    return finished(answer, context, nobody.tags)
  }

  private async forNobody(url: string, { look }: RequestContext): Promise<MadeForNobody> {
    const nobody = frameContext(url, look)
    const made = await this.make(url, nobody)
    if (isFrame(made, nobody) && nobody.asked?.size)
      throw new Error(`The frame of ${url} asked for ${[...nobody.asked]}: ask inside a part.`)
    return { made, nobody }
  }

  /** Returns a page that Next makes for its reader. */
  private async whole(url: string, reader: RequestContext): Promise<FilledPage> {
    for (const _ of [1, 2]) {
      const context = anew(reader)
      const answer = await this.fill(await this.make(url, context), context)
      if (answer) return finished(answer, context)
      // What it shows went while it was made: the second try finds that out.
    }
    return { answer: brokenPage(), tags: new Set(), statements: 0 }
  }

  private async make(url: string, context: RequestContext): Promise<Made> {
    this.made += 1
    const made = await renderPage(this.options.next, this.options.host, url, context)
    // Next's own redirects, such as of a trailing slash.
    const { location } = made.headers
    if (made.status === 308 && typeof location === 'string') return { answer: moved(location) }
    if (made.status >= 500) return { answer: context.databaseAway ? awayPage() : brokenPage() }
    if (!isHtml(made)) return { answer: made }
    if (this.options.dev) return { status: made.status, frame: { around: [made.body], parts: [] } }
    return { status: made.status, frame: cutPage(made.body, context.parts) }
  }

  /** Fills a page for its reader. @returns null if the frame does not fit */
  private async fill(made: Made, context: RequestContext): Promise<BufferedResponse | null> {
    if ('answer' in made && context.redirect === null) return made.answer
    try {
      const body =
        'frame' in made && context.redirect === null ? await fillFrame(made.frame, context) : Buffer.alloc(0)
      if (body === null) return null
      if (context.redirect !== null) return moved(context.redirect, context.status === 303 ? 303 : 301)
      const status = context.status ?? ('frame' in made ? made.status : 200)
      const titled =
        context.form?.outcome === 'refused' ? Buffer.from(withTitle(body.toString(), 'Error: ')) : body
      return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: titled }
    } catch (error) {
      // Others may have begun the reading that failed.
      if (context.databaseAway || isAway(error) || databaseError(error)?.kind === 'timeout') return awayPage()
      withContext(context, () => console.error('unexpected error', error))
      return brokenPage()
    }
  }
}

const finished = (
  answer: BufferedResponse,
  { tags, statements }: RequestContext,
  more: ReadonlySet<string> = new Set(),
): FilledPage => ({ answer, tags: new Set([...more, ...tags]), statements })
