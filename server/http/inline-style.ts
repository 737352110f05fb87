import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { BufferedResponse } from '@/core/response'
import { stylesheetLink } from '../next/markup'

/**
 * The inline stylesheet, for visitors who come from another site. Nothing is shown before the stylesheet has loaded,
 * so on a slow connection a separate file costs one more round trip. Visitors who come from a page of ours have it
 * already. Both forms look the same, so a shared cache may serve either.
 */
class InlineStyle {
  private tag: string | null = null
  private element = ''
  /** The source for the Content-Security-Policy (CSP 3, 2.3.1), or null without a stylesheet. */
  source: string | null = null

  /**
   * Sets the stylesheet that all pages share. The file is preloaded for the next page: a `prefetch` is judged by the
   * policy's `default-src` in Firefox, which allows nothing.
   * @param path its address, as pages link it
   * @param css its text; it stays a file if it would end the element early
   */
  use(path: string, css: string): void {
    if (/<\/style|<!--/i.test(css)) return
    this.tag = stylesheetLink(path)
    this.element = `<style>${css}</style><link rel="preload" as="style" href="${path}" fetchpriority="low"/>`
    this.source = `'sha256-${createHash('sha256').update(css).digest('base64')}'`
  }

  /** Bytes that it adds to a page, uncompressed and compressed together. */
  get size(): number {
    return this.element.length * 2
  }

  /** True if a response is a page that can have it. */
  fits({ headers }: BufferedResponse): boolean {
    return this.tag !== null && String(headers['content-type'] ?? '').startsWith('text/html')
  }

  /** Returns the response with the stylesheet inlined, or the same response if it has no link to it. */
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

/** True if a browser opens a page and does not come from a page of ours (Fetch Metadata, 2.2 and 2.4). */
export const isLanding = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-dest'] === 'document' &&
  // Chromium says `none` also of what a page of ours has it load early.
  !headers['sec-purpose'] &&
  (headers['sec-fetch-site'] === 'none' || headers['sec-fetch-site'] === 'cross-site')
