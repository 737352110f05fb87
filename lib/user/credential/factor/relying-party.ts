import { isIP } from 'node:net'
import { readEnv } from '@/core/env'
import { origin, siteName } from '@/core/site'

/** What passkeys are bound to (WebAuthn: relying party): a host name, and the origins whose pages may use them. */
export type RelyingParty = { id: string; name: string; origins: string[] }

/**
 * The site as a relying party. Browsers bind passkeys to names reached by https, and to `localhost`; a site that is reached
 * by a number has none.
 * @returns or a sentence that says why there can be none
 */
export function relyingParty(): RelyingParty | { why: string } {
  const url = new URL(origin())
  const isLoopback = readEnv().siteUrl === null
  if (isLoopback) {
    const local = new URL(url)
    local.hostname = 'localhost'
    return { id: 'localhost', name: siteName, origins: [local.origin] }
  }
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')))
    return { why: 'Passkeys need a host name. This site is reached by an IP address.' }
  if (url.protocol !== 'https:' && url.hostname !== 'localhost')
    return { why: 'Passkeys need https. This site is reached by plain http.' }
  return { id: url.hostname, name: siteName, origins: [url.origin] }
}
