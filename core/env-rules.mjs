// Valid values for each environment variable. Plain JavaScript without packages: `npm start` checks with it before it
// installs and builds anything, core/env.ts when the site runs.
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'

const url = (protocols) => (text) => {
  try {
    return protocols.includes(new URL(text).protocol)
  } catch {
    return false
  }
}
const isFlag = (text) => text === '0' || text === '1'
const isNetwork = (text) => {
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}
const isFilled = (text) => text.length > 0

const label = '[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?'
/** A valid email address of the HTML standard; the domain may also be written in other scripts. */
const address = `[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})*`
/** An address, or a name and an address in angle brackets (RFC 5322, 3.4); exactly one. */
const sender = new RegExp(`^(?:${address}|(?:"[^"\\\\\\p{Cc}]*"|[^"<>@,;:\\\\\\p{Cc}]*) ?<${address}>)$`, 'u')
const isSender = (text) => sender.test(text)
const isWeb = url(['http:', 'https:'])

/** For each variable: a check, a description of valid values, and whether its value is secret. */
const variables = {
  IBTSOCS_DATA: { fits: isFilled, wants: 'a folder' },
  PORT: {
    fits: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    wants: 'a port from 0 to 65535',
  },
  SSH_PORT: {
    fits: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    wants: 'a port from 1 to 65535 for ssh, or 0 for none',
  },
  HOST: {
    fits: (text) => /^[0-9a-zA-Z.:_-]+$/.test(text),
    wants: 'an address or host name to listen on',
  },
  DATABASE_URL: {
    fits: url(['postgres:', 'postgresql:']),
    wants: 'a URL that begins with postgres://',
    secret: true,
  },
  DATABASE_DIRECT_URL: {
    fits: url(['postgres:', 'postgresql:']),
    wants: 'a URL that begins with postgres:// and leads past the pooler in DATABASE_URL',
    secret: true,
  },
  DATABASE_REPLICA_URL: {
    fits: url(['postgres:', 'postgresql:']),
    wants: 'a URL that begins with postgres:// and leads to replicas of DATABASE_URL',
    secret: true,
  },
  DATABASE_PREPARE: {
    fits: isFlag,
    wants: '1 if statements get names, or 0 if the pooler in DATABASE_URL loses them',
  },
  POOL_MAX: {
    fits: (text) => /^[1-9]\d{0,2}$/.test(text),
    wants: 'the most database connections of a process, from 1 to 999',
  },
  SITE_URL: {
    fits: (text) => isWeb(text) && new URL(text).pathname === '/',
    wants: 'the address people use, such as https://www.example.org, without a path',
  },
  AUTH_SECRET: {
    fits: (text) => text.length >= 32,
    wants: 'at least 32 random characters',
    secret: true,
  },
  SMTP_URL: {
    fits: url(['smtp:', 'smtps:']),
    wants: 'a URL that begins with smtp:// or smtps://',
    secret: true,
  },
  MAIL_FROM: {
    fits: isSender,
    wants:
      'an email address, such as site@example.org, or a name and one, such as IBTSOCS <site@example.org>',
  },
  NODES: {
    fits: (text) => /^[1-9]\d{0,2}$/.test(text),
    wants: 'the number of processes that serve this site, from 1 to 999',
  },
  MAIL_BOUNCES: {
    fits: (text) => isSender(text) && !/[<>]/.test(text),
    wants: 'the email address that gets reports of undeliverable emails, such as bounces@example.org',
  },
  REDIS_URL: { fits: url(['redis:', 'rediss:']), wants: 'a URL that begins with redis://', secret: true },
  FRONT_CACHE_URL: {
    fits: (text) => text.split(',').every((each) => isWeb(each.trim())),
    wants:
      'the addresses of caches in front of the site, such as http://10.0.0.31:6081, http://10.0.0.32:6081',
  },
  TRUSTED_PROXY: {
    fits: (text) => isFlag(text) || text.split(',').every((each) => isNetwork(each.trim())),
    wants:
      '0, 1 if a proxy on this machine tells the address of clients, or the addresses and networks of proxies, such as 10.0.0.0/8, 2001:db8::/64',
  },
  PROXY_HEADER: {
    fits: (text) => ['x-forwarded-for', 'forwarded', 'proxy'].includes(text),
    wants: 'x-forwarded-for, forwarded, or proxy (the PROXY protocol)',
  },
  DRAIN_SECONDS: {
    fits: (text) => /^\d{1,3}$/.test(text),
    wants: 'the seconds from SIGTERM to the end of listening, from 0 to 999',
  },
  HSTS_SUBDOMAINS: {
    fits: isFlag,
    wants: '1 if every subdomain of SITE_URL’s host speaks https, otherwise 0',
  },
  SERVER_TIMING: { fits: isFlag, wants: '1 to send the cost of each page in a header, otherwise 0' },
  BLOG_INDEX: {
    fits: (text) => text.endsWith('.json') && existsSync(text),
    wants: 'a compiled blog, an existing file that ends in .json',
  },
  LOG: { fits: (text) => text === 'text' || text === 'json', wants: 'text or json' },
  SLOW_STATEMENT_MS: {
    fits: (text) => /^\d{1,6}$/.test(text),
    wants: 'the milliseconds after which a statement counts as slow',
  },
  PAGE_CACHE_MB: {
    fits: (text) => /^\d{1,4}$/.test(text),
    wants: 'the megabytes for cached pages, from 0 (none) to 9999',
  },
  PAGE_FRAMES: { fits: isFlag, wants: '1, or 0 to make every page anew by Next, for comparison' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fits: isWeb,
    wants: 'the address of a collector, such as http://127.0.0.1:4318',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: { fits: isWeb, wants: 'the address of a collector for traces' },
  METRICS_TOKEN: { fits: (text) => text.length >= 16, wants: 'at least 16 characters', secret: true },
  BACKUP_RECIPIENTS: {
    fits: (text) => text.split(',').every((each) => /^\s*age1[a-z0-9]{50,}\s*$/.test(each)),
    wants: 'public keys of age, age1…, with commas between them',
  },
  BACKUP_FILES: {
    fits: (text) => text.split(':').every((each) => each.startsWith('/')),
    wants: 'absolute paths of files and folders, with colons between them',
  },
  BACKUP_HOOK: { fits: isFilled, wants: 'a shell command that gets the path of each nightly backup as $1' },
  BACKUP_MAIL: {
    fits: (text) => isSender(text) && !/[<>]/.test(text),
    wants: 'the email address that hears of failed backups, such as root@example.org',
  },
  GITHUB_ID: { fits: isFilled, wants: "the OAuth app's client id" },
  GITHUB_SECRET: { fits: isFilled, wants: "the OAuth app's secret", secret: true },
  GITHUB_URL: { fits: isWeb, wants: 'the address of a GitHub Enterprise Server' },
  GOOGLE_ID: { fits: isFilled, wants: "the OAuth client's id" },
  GOOGLE_SECRET: { fits: isFilled, wants: "the OAuth client's secret", secret: true },
}

/** What several nodes must have in common, and why one node does without. */
const common = {
  DATABASE_URL: 'the embedded database belongs to one node',
  AUTH_SECRET: 'each node would make its own',
  SITE_URL: 'each node would take its own address for that of the site',
  SMTP_URL: 'emails would wait in the folder of each node',
}

const pairs = [
  ['GITHUB_ID', 'GITHUB_SECRET'],
  ['GOOGLE_ID', 'GOOGLE_SECRET'],
]

/**
 * Returns the first fault of an environment as a sentence for the operator: the variable, its value (secrets masked)
 * and what it should hold. Null if there is no fault. An empty value counts as not set.
 */
export function environmentFault(source) {
  for (const [name, { fits, wants, secret }] of Object.entries(variables)) {
    const raw = source[name]
    if (!raw || fits(raw)) continue
    const shown = secret ? `${raw.length} characters (not shown)` : JSON.stringify(raw)
    return `${name} is ${shown}, but must be ${wants}.`
  }
  if (Number(source.NODES || 1) > 1)
    for (const [name, why] of Object.entries(common))
      if (!source[name]) return `NODES is ${source.NODES}, but ${name} isn’t set: ${why}.`
  for (const pair of pairs) {
    const [has, lacks] = source[pair[0]] ? pair : [...pair].reverse()
    if (source[has] && !source[lacks]) return `${has} is set, but ${lacks} isn’t. Set both or neither.`
  }
  return null
}
