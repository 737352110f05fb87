import type { Env } from './env'

const named = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host

/** Returns an origin as browsers send it: without the default port of its scheme. */
const originOf = (host: string, port: number): string =>
  `http://${host.toLowerCase()}${port === 80 ? '' : `:${port}`}`

/** The public origin of the site: SITE_URL, or else where it listens. @param port the port it listens on */
export const siteOrigin = ({ siteUrl, host }: Pick<Env, 'siteUrl' | 'host'>, port: number): string =>
  siteUrl ?? originOf(named(host), port)

/** Every origin that counts as the site itself. Without SITE_URL this includes the loopback names of this machine. */
export const siteOrigins = (env: Pick<Env, 'siteUrl' | 'host'>, port: number): ReadonlySet<string> =>
  new Set([
    siteOrigin(env, port),
    ...(env.siteUrl
      ? []
      : ['127.0.0.1', 'localhost', '[::1]', named(env.host)].map((host) => originOf(host, port))),
  ])
