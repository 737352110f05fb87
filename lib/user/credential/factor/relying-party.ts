import { isIP } from 'node:net'
import { readEnv } from '@/core/env'
import { origin, siteName } from '@/core/site'

/**
 * The relying party of WebAuthn, which passkeys are bound to: a host name, and the origins whose pages may use them.
 */
export type RelyingParty = { id: string; name: string; origins: string[] }

/**
 * Returns the site as a relying party. Browsers bind passkeys to host names over https, and to `localhost`; a site with
 * an IP address for a name cannot have any.
 * @returns or a sentence that says why it cannot have any
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
    return { why: 'Passkeys need a host name, but you reached this site by an IP address.' }
  if (url.protocol !== 'https:' && url.hostname !== 'localhost')
    return { why: 'Passkeys need https, but you reached this site by plain http.' }
  return { id: url.hostname, name: siteName, origins: [url.origin] }
}
