import { type ClientRequest, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { eq } from 'drizzle-orm'
import webpush from 'web-push'
import { readEnv } from '@/core/env'
import { origin } from '@/core/site'
import { db, pushSubscriptions } from '@/db'
import type { Push } from '../queue'
import { isPushEndpoint, publicLookup } from './address'
import { pushKeys } from './keys'

type Details = ReturnType<typeof webpush.generateRequestDetails>

/** Seconds that a push service keeps a message for an offline browser. */
const kept = 86_400

const failure = (code: string, statusCode?: number): Error =>
  Object.assign(new Error(code), { code, statusCode })

/** Sends a push, without following redirects. @returns the status */
function post(endpoint: string, { headers, body }: Details, local: boolean): Promise<number> {
  const url = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: headers as Record<string, string>, timeout: 10_000 }
    const sent: ClientRequest = local
      ? plain(url, options)
      : secure(url, { ...options, lookup: publicLookup })
    sent.on('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('timeout', () => sent.destroy(failure('ETIMEDOUT')))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The contact for our pushes: the site's origin, or its email address. */
const subject = (): string =>
  origin().startsWith('https:') ? origin() : `mailto:${readEnv().mailFrom.replace(/.*<|>.*/g, '')}`

/**
 * Sends a push to one browser, encrypted for it alone (RFC 8291). Deletes a subscription that has ended.
 * @param local for tests: a push service on this machine, without TLS
 * @throws the error of the push service or the connection
 */
export async function sendPush(browser: number, push: Push, local = false): Promise<void> {
  const keys = pushKeys()
  const [found] = await db().select().from(pushSubscriptions).where(eq(pushSubscriptions.id, browser))
  if (!found || !keys) return
  const { endpoint, p256dh, auth } = found
  if (!local && !isPushEndpoint(endpoint)) throw failure('EPRIVATE')
  const details = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(push), {
    vapidDetails: { subject: subject(), ...keys },
    contentEncoding: 'aes128gcm',
    TTL: kept,
    urgency: 'normal',
  })
  const status = await post(endpoint, details, local)
  if (status === 404 || status === 410) {
    await db().delete(pushSubscriptions).where(eq(pushSubscriptions.id, browser))
    return
  }
  if (status < 200 || status > 299) throw failure('EPUSH', status)
}
