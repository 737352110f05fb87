import { type BufferedResponse, respond } from '@/core/response'
import { escapeHtml } from '@/text/escape'
import { plainPage } from '@/text/plain-page'

/**
 * Redirects a page to its present address. 301, because w3m, lynx and elinks follow no 308 but show its body; the body links on,
 * for whatever follows neither.
 */
export const moved = (location: string, status: 301 | 303 = 301): BufferedResponse =>
  respond(
    status,
    plainPage(
      'This page has moved',
      `<h1>This page has moved</h1>\n<p><a href="${escapeHtml(location)}">Go to ${escapeHtml(location)}</a></p>`,
    ),
    { location, 'content-type': 'text/html; charset=utf-8' },
  )
