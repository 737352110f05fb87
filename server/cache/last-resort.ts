import type { BufferedResponse } from '@/core/response'

/** The notice on a page that we could not make anew. */
const sentence = (made: Date): string =>
  `We can’t make this page anew right now. This is how it was on ${made.toISOString().slice(0, 10)} at ${made.toISOString().slice(11, 16)} UTC.`

const main = /<main\b[^>]*>/

/**
 * Returns a response that was made earlier, for when it can't be made anew. A page says so in words, everything else in
 * `Cache-Status` (RFC 9211). Shared caches don't keep it.
 */
export function sayingItsAge(answer: BufferedResponse, made: Date): BufferedResponse {
  const headers = {
    ...answer.headers,
    'cache-control': 'public, max-age=0, must-revalidate',
    'cache-status': `ibtsocs; hit; detail="not made anew since ${made.toISOString()}"`,
  }
  if (!String(answer.headers['content-type'] ?? '').startsWith('text/html')) return { ...answer, headers }
  const html = answer.body
    .toString()
    .replace(main, (start) => `${start}<p class="notice" role="status">${sentence(made)}</p>`)
  return { ...answer, headers, body: Buffer.from(html) }
}
