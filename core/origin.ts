import type { Env } from './env'

const named = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host

/** An origin as browsers send it: without the port that its scheme implies. */
const originOf = (host: string, port: number): string =>
  `http://${host.toLowerCase()}${port === 80 ? '' : `:${port}`}`

/** The origin people reach the site by: SITE_URL, else where it listens. @param port the one it listens on */
export const siteOrigin = ({ siteUrl, host }: Pick<Env, 'siteUrl' | 'host'>, port: number): string =>
  siteUrl ?? originOf(named(host), port)

/** Every origin whose pages are the site's own: without SITE_URL the names of this machine's loopback too. */
export const siteOrigins = (env: Pick<Env, 'siteUrl' | 'host'>, port: number): ReadonlySet<string> =>
  new Set([
    siteOrigin(env, port),
    ...(env.siteUrl
      ? []
      : ['127.0.0.1', 'localhost', '[::1]', named(env.host)].map((host) => originOf(host, port))),
  ])
