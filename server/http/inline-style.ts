import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { BufferedResponse } from '@/core/response'
import { stylesheetLink } from '../next/markup'

/**
 * The stylesheet within the page, for whoever comes from elsewhere. Nothing shows before the stylesheet is there, so as a
 * file of its own it costs a slow line one more round trip. Whoever comes from a page of ours has it already. Both forms show
 * the same, so a cache in between may hand out either.
 */
class InlineStyle {
  private tag: string | null = null
  private element = ''
  /** What a Content-Security-Policy says of it (CSP 3, 2.3.1), or null where there is none. */
  source: string | null = null

  /**
   * Names the stylesheet that all pages have in common.
   * @param path its address, as pages link it
   * @param css its text; one that would end the element early is left a file
   */
  use(path: string, css: string): void {
    if (/<\/style|<!--/i.test(css)) return
    this.tag = stylesheetLink(path)
    this.element = `<style>${css}</style><link rel="prefetch" as="style" href="${path}"/>`
    this.source = `'sha256-${createHash('sha256').update(css).digest('base64')}'`
  }

  /** Bytes that it adds to a page, as it is and compressed. */
  get size(): number {
    return this.element.length * 2
  }

  /** Whether an answer is a page that can have it. */
  fits({ headers }: BufferedResponse): boolean {
    return this.tag !== null && String(headers['content-type'] ?? '').startsWith('text/html')
  }

  /** The answer with the stylesheet in it; the same answer where it has no link to it. */
  within(made: BufferedResponse): BufferedResponse {
    if (this.tag === null || !this.fits(made)) return made
    const at = made.body.indexOf(this.tag)
    if (at < 0) return made
    const body = Buffer.concat([
      made.body.subarray(0, at),
      Buffer.from(this.element),
      made.body.subarray(at + Buffer.byteLength(this.tag)),
    ])
    return { ...made, body }
  }
}

export const inlineStyle = new InlineStyle()

/** Whether somebody opens a page who comes from no page of ours, by the browser's word (Fetch Metadata, 2.2 and 2.4). */
export const isLanding = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-dest'] === 'document' &&
  (headers['sec-fetch-site'] === 'none' || headers['sec-fetch-site'] === 'cross-site')
