import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'pg-connection-string'
import { plainEnvironment } from '@/core/env'

/** Postgres' own program: its path, and its major version. */
export type PgTool = { path: string; major: number }

/** Where Debian keeps the programs of each major. */
const debian = '/usr/lib/postgresql'

function versionOf(path: string): number | null {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 5_000 })
  const major = / (\d+)[.\w]/.exec(stdout ?? '')?.[1]
  return major === undefined ? null : Number(major)
}

/** Returns the program of a major as Debian installs it; null if it is not there. */
function debianTool(name: string, major: number): PgTool | null {
  const path = join(debian, String(major), 'bin', name)
  return existsSync(path) ? { path, major } : null
}

/** Returns what the path finds, on other systems and where one was built by hand. */
function onPath(name: string): PgTool | null {
  const major = versionOf(name)
  return major === null ? null : { path: name, major }
}

/**
 * Returns pg_dump of exactly this major: an older one refuses, and what a newer one writes, an older server can’t read.
 * @param where `debian`: without asking a program on the path for its version, which takes a moment
 */
export function pgDumpFor(major: number, where: 'anywhere' | 'debian' = 'anywhere'): PgTool | null {
  const tool = debianTool('pg_dump', major) ?? (where === 'anywhere' ? onPath('pg_dump') : null)
  return tool?.major === major ? tool : null
}

/** Returns pg_restore for what pg_dump of one major wrote, for a server of another: not older than the first, best the second. */
export function pgRestoreFor(dumped: number, server: number): PgTool | null {
  const majors = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isInteger) : []
  const found = [...majors.map((major) => debianTool('pg_restore', major)), onPath('pg_restore')]
  const able = found
    .filter((tool) => tool !== null && tool.major >= dumped)
    .sort((a, b) => (a?.major ?? 0) - (b?.major ?? 0))
  return able.find((tool) => tool?.major === server) ?? able[0] ?? null
}

/** What a URL may say of TLS, under the names that libpq reads. */
const tls = { sslmode: 'PGSSLMODE', sslrootcert: 'PGSSLROOTCERT', sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY' }

/** Returns the environment in which Postgres' programs find a database. Command lines are seen by every user; this is not. */
export function libpqEnvironment(url: string): Record<string, string> {
  const { host, port, user, password, database } = parse(url)
  const query = new URLSearchParams(url.split('?')[1] ?? '')
  const set = (name: string, value: string | null | undefined) => (value ? { [name]: value } : {})
  return {
    ...set('PGHOST', host),
    ...set('PGPORT', port),
    ...set('PGUSER', user),
    ...set('PGPASSWORD', password),
    ...set('PGDATABASE', database),
    ...Object.assign({}, ...Object.entries(tls).map(([given, name]) => set(name, query.get(given)))),
    PGAPPNAME: 'backup of ibtsocs',
  }
}

/** A running program of Postgres. */
export type Running = { output: AsyncIterable<Buffer>; ended: Promise<void> }

/**
 * Starts a program of Postgres on a database.
 * @returns its output, which must be read, and its end, which rejects with what it said if it failed
 */
export function runPgTool({ path }: PgTool, args: readonly string[], url: string): Running {
  const child = spawn(path, args, {
    env: { ...plainEnvironment(), ...libpqEnvironment(url) },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 4_000) said += text
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(
            new Error(`${path} failed (${signal ?? code}): ${said.trim().split('\n').slice(0, 3).join(' ')}`),
          ),
    )
  })
  ended.catch(() => {})
  return { output: child.stdout, ended }
}
