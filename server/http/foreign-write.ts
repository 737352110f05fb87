import type { IncomingMessage } from 'node:http'
import type { ProxyTrust } from '@/core/env'
import type { BufferedResponse } from '@/core/response'
import { fail } from '@/core/result'
import { noteSecurity } from '@/core/security-log'
import { readBody } from './body'
import { failed } from './failed'
import { type Address, clientAddress, networkOf, provenanceOf } from './request-address'
import type { Route } from './routes'
import { sendAgainPage } from './send-again'

/** True for a client that is no browser and sends nothing that stands for a user: only a token is missing. */
const isProgram = ({ headers }: IncomingMessage): boolean =>
  [headers.origin, headers['sec-fetch-site'], headers.referer, headers.cookie].every(
    (header) => header === undefined,
  )

/**
 * Refuses a request that writes and was not sent from a page of this site.
 * @returns null if it was
 */
export async function refuseForeign(
  { origins, trustedProxy }: { origins: ReadonlySet<string>; trustedProxy: ProxyTrust | null },
  request: IncomingMessage,
  { url }: Address,
  route: Route,
): Promise<BufferedResponse | null> {
  const from = provenanceOf(request.headers, origins)
  if (from === 'ours') return null
  if (route === 'api' && isProgram(request))
    return failed(
      route,
      fail('signed-out', 'This needs a token: Authorization: Bearer … (made at /settings).'),
    )
  noteSecurity('foreign-origin', 'forbidden', { network: networkOf(clientAddress(request, trustedProxy)) })
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')
  if (from === 'unknown' && route === 'form' && request.method === 'POST' && isForm) {
    const body = await readBody(request)
    const page = body && sendAgainPage(url, body)
    if (page) return page
  }
  return failed(
    route,
    fail(
      'forbidden',
      'We can’t tell that this came from a page of this site. Open the page here and send it again.',
    ),
  )
}
