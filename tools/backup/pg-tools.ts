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

/** Returns the programs of this name that this machine has, the newest first. */
export function findPgTools(name: 'pg_dump' | 'pg_restore'): PgTool[] {
  const majors = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isInteger) : []
  const found = majors
    .map((major) => ({ path: join(debian, String(major), 'bin', name), major }))
    .filter(({ path }) => existsSync(path))
  // On other systems, and where one was built by hand.
  const major = versionOf(name)
  if (major !== null && !found.some((tool) => tool.major === major)) found.push({ path: name, major })
  return found.sort((a, b) => b.major - a.major)
}

/** Returns pg_dump of exactly this major: an older one refuses, and what a newer one writes, an older server can’t read. */
export const pgDumpFor = (major: number): PgTool | null =>
  findPgTools('pg_dump').find((tool) => tool.major === major) ?? null

/** Returns pg_restore for what pg_dump of one major wrote, for a server of another: not older than the first, best the second. */
export function pgRestoreFor(dumped: number, server: number): PgTool | null {
  const able = findPgTools('pg_restore').filter(({ major }) => major >= dumped)
  return able.find(({ major }) => major === server) ?? able.at(-1) ?? null
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
