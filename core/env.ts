import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { asciiDomain } from './email-address'
import { environmentFault } from './env-rules.mjs'

/** An environment value that cannot be used; the message is for the operator. */
export class EnvError extends Error {}

/** Whose word counts for the address of a client, and where they say it. */
export type ProxyTrust = {
  /** @param address of a connection or in a header */
  trusts: (address: string) => boolean
  /** `proxy`: the PROXY protocol. */
  header: 'x-forwarded-for' | 'forwarded' | 'proxy'
}

/** The addresses of this machine. */
const loopback = '127.0.0.0/8,::1'

/** @param networks 0, 1 (this machine), or addresses and networks */
function proxyTrust(networks: string, header = 'x-forwarded-for'): ProxyTrust | null {
  if (networks === '0') return null
  const list = new BlockList()
  for (const each of (networks === '1' ? loopback : networks).split(',')) {
    const [address = '', bits] = each.trim().split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return {
    header: header as ProxyTrust['header'],
    trusts: (address) => {
      const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
      const family = isIP(plain)
      return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
    },
  }
}

/** The site's environment, checked and with defaults filled in. */
export type Env = {
  /** Absolute path of the folder that holds all state. */
  dataDir: string
  port: number
  host: string
  /** The port for ssh; 0: none. */
  sshPort: number
  /** Undefined: the embedded database is used. */
  databaseUrl: string | undefined
  /** Origin without a trailing slash; null when SITE_URL is not set. */
  siteUrl: string | null
  authSecret: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  /** Where reports of undeliverable emails go; undefined: to the sender. */
  mailBounces: string | undefined
  redisUrl: string | undefined
  /** Addresses of the caches in front, which are told what has changed. */
  frontCaches: readonly string[]
  /** How many processes serve this site. */
  nodes: number
  trustedProxy: ProxyTrust | null
  /** Seconds between SIGTERM and the end of listening. */
  drainSeconds: number
  serverTiming: boolean
  /** HSTS covers all subdomains too. */
  hstsSubdomains: boolean
  metricsToken: string | undefined
  /** Log lines are JSON and include one per response. */
  logJson: boolean
  /** Service name for traces; null if OpenTelemetry's variables set no endpoint. */
  traceAs: string | null
  /** Milliseconds from which a statement counts as slow. */
  slowStatementMs: number
  /** Memory for the page cache; 0 disables it. */
  pageCacheMb: number
  /** False: every page is made anew by Next, for comparison. */
  pageFrames: boolean
  github: { id: string; secret: string } | null
  /** Origin of GitHub, or of an Enterprise Server instead. */
  githubUrl: string
  google: { id: string; secret: string } | null
}

/**
 * Reads and checks the environment.
 * @param source name → value; an empty value counts as not set
 * @throws EnvError that names the variable, its value (secrets masked) and what it should hold
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const wrong = environmentFault(source)
  if (wrong) throw new EnvError(wrong)
  const get = (name: string): string | undefined => source[name] || undefined
  const pair = (id: string | undefined, secret: string | undefined) => (id && secret ? { id, secret } : null)
  const site = get('SITE_URL')
  return {
    dataDir: resolve(/* turbopackIgnore: true */ get('IBTSOCS_DATA') ?? '.data'),
    port: Number(get('PORT') ?? 3000),
    host: get('HOST') ?? '127.0.0.1',
    sshPort: Number(get('SSH_PORT') ?? 2222),
    databaseUrl: get('DATABASE_URL'),
    siteUrl: site ? new URL(site).origin : null,
    authSecret: get('AUTH_SECRET'),
    smtpUrl: get('SMTP_URL'),
    mailFrom: asciiDomain(get('MAIL_FROM') ?? 'ibtsocs@localhost'),
    mailBounces: get('MAIL_BOUNCES') && asciiDomain(get('MAIL_BOUNCES') ?? ''),
    redisUrl: get('REDIS_URL'),
    frontCaches:
      get('FRONT_CACHE_URL')
        ?.split(',')
        .map((each) => each.trim()) ?? [],
    nodes: Number(get('NODES') ?? 1),
    trustedProxy: proxyTrust(get('TRUSTED_PROXY') ?? '0', get('PROXY_HEADER')),
    drainSeconds: Number(get('DRAIN_SECONDS') ?? 0),
    serverTiming: get('SERVER_TIMING') === '1',
    hstsSubdomains: get('HSTS_SUBDOMAINS') === '1',
    metricsToken: get('METRICS_TOKEN'),
    traceAs:
      get('OTEL_EXPORTER_OTLP_ENDPOINT') || get('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
        ? (get('OTEL_SERVICE_NAME') ?? 'ibtsocs')
        : null,
    logJson: get('LOG') === 'json',
    slowStatementMs: Number(get('SLOW_STATEMENT_MS') ?? 500),
    pageCacheMb: Number(get('PAGE_CACHE_MB') ?? 64),
    pageFrames: get('PAGE_FRAMES') !== '0',
    github: pair(get('GITHUB_ID'), get('GITHUB_SECRET')),
    githubUrl: new URL(get('GITHUB_URL') ?? 'https://github.com').origin,
    google: pair(get('GOOGLE_ID'), get('GOOGLE_SECRET')),
  }
}

/** Path of the compiled blog, and whether it may change while the site runs, as in development. */
export const blogFile = (): { path: string; watched: boolean } => ({
  path: process.env.BLOG_INDEX || 'dist/blog.json',
  watched: process.env.NODE_ENV === 'development',
})

/** What becomes of backups. */
export type BackupEnv = {
  /** Public keys of age that backups are encrypted to; none: not encrypted. */
  recipients: readonly string[]
  /** Files and folders that belong into a backup, besides those of the data folder. */
  files: readonly string[]
  /** A shell command that brings a nightly backup to another place. */
  hook: string | null
  /** Who hears of failures; null: the site's contact, if that is an email address. */
  mail: string | null
}

export function backupEnv(): BackupEnv {
  const { BACKUP_RECIPIENTS, BACKUP_FILES, BACKUP_HOOK, BACKUP_MAIL } = process.env
  const list = (text: string | undefined, separator: string) =>
    text ? text.split(separator).map((each) => each.trim()) : []
  return {
    recipients: list(BACKUP_RECIPIENTS, ','),
    files: list(BACKUP_FILES, ':'),
    hook: BACKUP_HOOK || null,
    mail: BACKUP_MAIL ? asciiDomain(BACKUP_MAIL) : null,
  }
}

/** Returns what any program needs of the environment. The site's secrets are none of their business. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH, HOME, LANG, TZ } = process.env
  return { NODE_ENV, PATH, HOME, LANG, TZ }
}

/** How the database is reached. Read at each call: the server sets DATABASE_URL once the embedded one runs. */
export type DatabaseEnv = {
  url: string
  /** For what needs a session of its own: LISTEN, migrations, session locks. The same as `url` without a pooler. */
  directUrl: string
  /** Replicas that personal pages may be read from; undefined: none. */
  replicaUrl: string | undefined
  /** True if `url` leads to a pooler, so that two transactions may run on two connections. */
  pooled: boolean
  /** True if statements get names, so that each connection plans them once. */
  named: boolean
  /** Most connections of a process, besides the one that listens. */
  poolMax: number
}

export function databaseEnv(): DatabaseEnv {
  const url = process.env.DATABASE_URL ?? ''
  const direct = process.env.DATABASE_DIRECT_URL
  return {
    url,
    directUrl: direct || url,
    replicaUrl: process.env.DATABASE_REPLICA_URL || undefined,
    pooled: Boolean(direct),
    named: process.env.DATABASE_PREPARE ? process.env.DATABASE_PREPARE === '1' : !direct,
    poolMax: Number(process.env.POOL_MAX || 10),
  }
}
