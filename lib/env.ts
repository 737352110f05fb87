import { resolve } from 'node:path'
import { z } from 'zod'

/** A value of the environment that cannot be used; the message is for the operator. */
export class EnvError extends Error {}

const url = (protocols: readonly string[]) => (text: string) => {
  try {
    return protocols.includes(new URL(text).protocol)
  } catch {
    return false
  }
}

/** Each variable: how it is checked, what it should hold in words, whether its value may be shown. */
const variables = {
  IBTSOCS_DATA: { schema: z.string().min(1), wants: 'a folder', secret: false },
  PORT: { schema: z.coerce.number().int().min(0).max(65535), wants: 'a port from 0 to 65535', secret: false },
  HOST: {
    schema: z.string().regex(/^[0-9a-zA-Z.:_-]+$/),
    wants: 'an address or host name to listen on',
    secret: false,
  },
  DATABASE_URL: {
    schema: z.string().refine(url(['postgres:', 'postgresql:'])),
    wants: 'a URL that begins with postgres://',
    secret: true,
  },
  SITE_URL: {
    schema: z.string().refine((text) => url(['http:', 'https:'])(text) && new URL(text).pathname === '/'),
    wants: 'the address people use, such as https://www.example.org, without a path',
    secret: false,
  },
  AUTH_SECRET: { schema: z.string().min(32), wants: 'at least 32 random characters', secret: true },
  SMTP_URL: {
    schema: z.string().refine(url(['smtp:', 'smtps:'])),
    wants: 'a URL that begins with smtp:// or smtps://',
    secret: true,
  },
  MAIL_FROM: { schema: z.string().includes('@'), wants: 'a mail address', secret: false },
  REDIS_URL: {
    schema: z.string().refine(url(['redis:', 'rediss:'])),
    wants: 'a URL that begins with redis://',
    secret: true,
  },
  TRUSTED_PROXY: {
    schema: z.enum(['0', '1']),
    wants: '1 when a proxy on this machine sets X-Forwarded-For, else 0',
    secret: false,
  },
  SERVER_TIMING: {
    schema: z.enum(['0', '1']),
    wants: '1 to say in a header what a page cost, else 0',
    secret: false,
  },
  METRICS_TOKEN: { schema: z.string().min(16), wants: 'at least 16 characters', secret: true },
  GITHUB_ID: { schema: z.string().min(1), wants: "the OAuth app's client id", secret: false },
  GITHUB_SECRET: { schema: z.string().min(1), wants: "the OAuth app's secret", secret: true },
  GITHUB_URL: {
    schema: z.string().refine(url(['http:', 'https:'])),
    wants: 'the address of a GitHub Enterprise Server',
    secret: false,
  },
  GOOGLE_ID: { schema: z.string().min(1), wants: "the OAuth client's id", secret: false },
  GOOGLE_SECRET: { schema: z.string().min(1), wants: "the OAuth client's secret", secret: true },
} as const

type Name = keyof typeof variables

/** What the site takes from its environment, checked and with defaults filled in. */
export type Env = {
  /** Absolute path of the folder that holds all state. */
  dataDir: string
  port: number
  host: string
  /** Undefined: use the embedded database. */
  databaseUrl: string | undefined
  /** Origin without a trailing slash; null when SITE_URL is not set. */
  siteUrl: string | null
  authSecret: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  redisUrl: string | undefined
  trustedProxy: boolean
  serverTiming: boolean
  metricsToken: string | undefined
  github: { id: string; secret: string } | null
  /** Origin of GitHub, or of the Enterprise Server that stands in for it. */
  githubUrl: string
  google: { id: string; secret: string } | null
}

/**
 * Reads and checks the environment.
 * @param source name → value; an empty value counts as not set
 * @throws EnvError that names the variable, what it holds (secrets masked) and what it should hold
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const get = <N extends Name>(name: N): z.infer<(typeof variables)[N]['schema']> | undefined => {
    const raw = source[name]
    if (raw === undefined || raw === '') return undefined
    const { schema, wants, secret } = variables[name]
    const parsed = schema.safeParse(raw)
    if (parsed.success) return parsed.data as z.infer<(typeof variables)[N]['schema']>
    const shown = secret ? `${raw.length} characters (not shown)` : JSON.stringify(raw)
    throw new EnvError(`${name} holds ${shown}; it should hold ${wants}.`)
  }
  const pair = (id: 'GITHUB_ID' | 'GOOGLE_ID', secret: 'GITHUB_SECRET' | 'GOOGLE_SECRET') => {
    const [idValue, secretValue] = [get(id), get(secret)]
    if (!idValue !== !secretValue) {
      const [has, lacks] = idValue ? [id, secret] : [secret, id]
      throw new EnvError(`${has} is set but ${lacks} holds nothing; set both or neither.`)
    }
    return idValue && secretValue ? { id: idValue, secret: secretValue } : null
  }
  const site = get('SITE_URL')
  return {
    dataDir: resolve(get('IBTSOCS_DATA') ?? '.data'),
    port: get('PORT') ?? 3000,
    host: get('HOST') ?? '127.0.0.1',
    databaseUrl: get('DATABASE_URL'),
    siteUrl: site ? new URL(site).origin : null,
    authSecret: get('AUTH_SECRET'),
    smtpUrl: get('SMTP_URL'),
    mailFrom: get('MAIL_FROM') ?? 'ibtsocs@localhost',
    redisUrl: get('REDIS_URL'),
    trustedProxy: get('TRUSTED_PROXY') === '1',
    serverTiming: get('SERVER_TIMING') === '1',
    metricsToken: get('METRICS_TOKEN'),
    github: pair('GITHUB_ID', 'GITHUB_SECRET'),
    githubUrl: new URL(get('GITHUB_URL') ?? 'https://github.com').origin,
    google: pair('GOOGLE_ID', 'GOOGLE_SECRET'),
  }
}
