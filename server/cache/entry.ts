import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import type { BufferedResponse } from '@/core/response'
import { inlineStyle } from '../http/inline-style'
import { sayingItsAge } from './last-resort'

const [toGzip, toBrotli] = [promisify(gzip), promisify(brotliCompress)]

export type Encoding = 'br' | 'gzip' | 'identity'

/**
 * The effort of compression. `once`: not cached, so the last tenth of the bytes is not worth twice the time.
 * `fixed`: a file that stays the same until the next release, so a tenth less is worth a quarter of a second.
 */
export type Effort = 'once' | 'shared' | 'fixed'
const levels: Record<Effort, { gzip: number; br: number }> = {
  once: { gzip: 2, br: 2 },
  shared: { gzip: 6, br: 5 },
  fixed: { gzip: 9, br: 11 },
}

/** Largest body that is compressed in place, in bytes. In another thread it costs twice the processor time, but blocks nobody. */
const atOnce = 200_000

/** Compresses the body of a response. */
export function compressed(body: Buffer, encoding: 'br' | 'gzip', effort: Effort): Buffer | Promise<Buffer> {
  const isSmall = effort === 'once' && body.length <= atOnce
  const level = levels[effort]
  if (encoding === 'gzip')
    return isSmall ? gzipSync(body, { level: level.gzip }) : toGzip(body, { level: level.gzip })
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  const params = { [BROTLI_PARAM_QUALITY]: level.br, [BROTLI_PARAM_SIZE_HINT]: body.length }
  return isSmall ? brotliCompressSync(body, { params }) : toBrotli(body, { params })
}

/** A response that is the same for everybody. Its compressed forms are made on demand. */
export class CachedResponse {
  private dressed: CachedResponse | null = null
  /** True once something that it shows has changed. */
  outdated = false
  /** Seconds that a cache in front of us may keep it, if it can be told of changes. */
  frontSeconds = 1
  readonly bornAt = Date.now()
  /** When the content last changed, as far as this cache knows. */
  modifiedAt = this.bornAt
  private readonly forms = new Map<Encoding, Promise<Buffer>>()
  private readonly made = new Map<Encoding, Buffer>()

  constructor(
    readonly answer: BufferedResponse,
    readonly tags: ReadonlySet<string>,
    private tag: string | null = null,
    private readonly effort: Effort = 'shared',
  ) {
    this.forms.set('identity', Promise.resolve(answer.body))
    this.made.set('identity', answer.body)
  }

  /** A hash of the body, computed on first use because responses that are not cached need none. */
  get etag(): string {
    this.tag ??= `W/"${createHash('sha1').update(this.answer.body).digest('base64url').slice(0, 22)}"`
    return this.tag
  }

  body(encoding: Encoding): Promise<Buffer> {
    const made = this.forms.get(encoding)
    if (made) return made
    const fresh =
      encoding === 'identity'
        ? Promise.resolve(this.answer.body)
        : Promise.resolve(compressed(this.answer.body, encoding, this.effort))
    this.forms.set(encoding, fresh)
    fresh.then(
      (form) => this.made.set(encoding, form),
      () => {},
    )
    return fresh
  }

  /** Returns a form that was made before, if there is one. */
  madeForm(encoding: Encoding): Buffer | undefined {
    return this.made.get(encoding)
  }

  /**
   * The same page for visitors without our stylesheet (see inline-style.ts). It has the same ETag, because it shows
   * the same.
   */
  get landing(): CachedResponse {
    if (this.dressed) return this.dressed
    const answer = inlineStyle.within(this.answer)
    this.dressed = answer === this.answer ? this : new CachedResponse(answer, this.tags, this.etag)
    this.dressed.frontSeconds = this.frontSeconds
    return this.dressed
  }

  /** The same for when it can't be made anew: it says how old it is. */
  get asLastResort(): CachedResponse {
    return new CachedResponse(sayingItsAge(this.answer, new Date(this.bornAt)), this.tags, null, 'once')
  }

  /** The most memory it takes, in bytes, including both compressed forms of a page. */
  get size(): number {
    return this.answer.body.length * 2 + (inlineStyle.fits(this.answer) ? inlineStyle.size : 0) + 1_000
  }
}
