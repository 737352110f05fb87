import { type BufferedResponse, respond } from '@/core/response'
import { escapeHtml } from '@/text/escape'
import { plainPage } from '@/text/plain-page'

/** The last resort when the error pages cannot be rendered. */
export function errorPage(
  status: number,
  title: string,
  text: string,
  headers: BufferedResponse['headers'] = {},
): BufferedResponse {
  const main = `<p class="number" aria-hidden="true">${status}</p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p><a href="/">To the front page</a></p>`
  return respond(status, plainPage(title, main), {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
}

export const brokenPage = (): BufferedResponse =>
  errorPage(
    500,
    'Even this page.',
    'We broke something while making this page, and we have logged it. If you sent something, check whether it was saved before you send it again.',
  )

export const awayPage = (): BufferedResponse =>
  errorPage(
    503,
    'The database is away.',
    'It happens to the best. We still show the pages that we remember; this wasn’t one of them. Try again in a few seconds.',
    {
      'retry-after': '5',
    },
  )
