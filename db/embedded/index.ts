import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { makeDataFolder } from '@/core/data-folder'
import { archiveSettings } from './archive'
import { binariesFor, postgresMajor } from './binaries'
import { launch } from './launch'
import { databaseOwner, makePrivate, mayEnter, type Owner, ownerOf } from './owner'
import { processState, runningPostmaster, stopPostmaster, waitUntilReady } from './process'
import { makeRoom } from './reserve'

/** A running embedded database. */
export type Embedded = {
  /** Connection URL over the unix socket, for DATABASE_URL. */
  url: string
  pid: number
  /** The cluster folder: in the data folder, or elsewhere if its owner cannot reach that. */
  folder: string
  /** True if it was already running (its starter was killed, or another program runs it). */
  adopted: boolean
  stop(): Promise<void>
}

const site = 'ibtsocs'

/** Returns the cluster folder: in the data folder, or (linked from there) where its owner can reach it. */
export function clusterFolder(owner: Owner, dataDir: string): string {
  const wanted = join(dataDir, 'postgres', String(postgresMajor))
  if (existsSync(wanted)) return realpathSync(wanted)
  mkdirSync(dirname(wanted), { recursive: true, mode: 0o755 })
  if (mayEnter(owner, dirname(wanted))) {
    makePrivate(owner, wanted)
    return wanted
  }
  const reachable = join(
    owner.home,
    createHash('sha256').update(dataDir).digest('hex').slice(0, 16),
    String(postgresMajor),
  )
  mkdirSync(dirname(reachable), { recursive: true, mode: 0o755 })
  makePrivate(owner, reachable)
  rmSync(wanted, { force: true })
  symlinkSync(reachable, wanted)
  return reachable
}

/**
 * Returns the socket folder. A socket path is limited to 107 bytes, so a deep data folder needs a short one elsewhere.
 */
function socketPath(pgdata: string): string {
  const near = join(dirname(pgdata), 'socket')
  return near.length <= 85
    ? near
    : `/tmp/ibtsocs-${createHash('sha256').update(pgdata).digest('hex').slice(0, 12)}`
}

/** Creates the socket folder, accessible only to the owner. */
export function socketFolder(owner: Owner, pgdata: string): string {
  const folder = socketPath(pgdata)
  makePrivate(owner, folder)
  const { uid, mode } = statSync(folder)
  // Another user may have created the folder in /tmp first.
  if (uid !== owner.uid || (mode & 0o077) !== 0)
    throw new Error(`${folder} belongs to another user or is open to others. Remove it.`)
  return folder
}

function createCluster(owner: Owner, bin: string, pgdata: string): void {
  const half = `${pgdata}.new`
  rmSync(half, { recursive: true, force: true })
  makePrivate(owner, half)
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      half,
      '-U',
      site,
      '-A',
      'peer',
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
    ],
    { cwd: '/', encoding: 'utf8', ...(owner.name ? { uid: owner.uid, gid: owner.gid } : {}) },
  )
  if (made.status !== 0)
    throw new Error(`The database could not be created: ${made.stderr || made.error?.message}`)
  rmSync(pgdata, { recursive: true, force: true })
  renameSync(half, pgdata)
}

/** Allows only this machine's user (and root) to connect, as the site's role, and only over the socket. */
export function writeAccessRules(owner: Owner, pgdata: string): void {
  const names = new Set([userInfo().username, owner.name ?? userInfo().username, 'root'])
  // initdb created both files, so they keep their owner and mode.
  writeFileSync(join(pgdata, 'pg_hba.conf'), `local all all peer map=${site}\n`)
  writeFileSync(
    join(pgdata, 'pg_ident.conf'),
    [...names].map((name) => `${site} "${name}" ${site}\n`).join(''),
  )
}

async function createDatabase(url: (database: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [site])
    if (!rowCount) await client.query(`create database ${site}`)
  } finally {
    await client.end()
  }
}

/**
 * Starts the embedded Postgres of a data folder, or adopts one that already runs there.
 * @param dataDir absolute path of IBTSOCS_DATA; created if missing
 * @param say called with a line before anything slow
 * @throws Error with a sentence for the operator
 */
export async function startEmbedded(
  dataDir: string,
  say: (line: string) => void = () => {},
): Promise<Embedded> {
  makeDataFolder(dataDir)
  const account = databaseOwner()
  const pgdata = clusterFolder(account, dataDir)
  // Root may maintain the database of a site that runs as another user: it stays that user's.
  const owner = ownerOf(pgdata, account)
  const running = await runningPostmaster(pgdata)
  const sockets = running ? socketPath(pgdata) : socketFolder(owner, pgdata)
  const url = (database: string) =>
    `postgres://${site}@localhost/${database}?host=${encodeURIComponent(sockets)}`
  if (!running) makeRoom(dirname(pgdata))
  const bin = running ? '' : join(binariesFor(owner), 'bin')
  if (!existsSync(join(pgdata, 'PG_VERSION'))) {
    say('Creating the database (once)')
    createCluster(owner, bin, pgdata)
  }
  const logFile = join(dataDir, 'postgres.log')
  if (!running) writeAccessRules(owner, pgdata)
  const pid = running?.pid ?? launch(owner, bin, pgdata, sockets, logFile, archiveSettings(pgdata))
  try {
    await waitUntilReady(pgdata, pid, 60)
    await createDatabase(url)
  } catch (error) {
    if (!running && processState(pid) === 'alive') await stopPostmaster(pid, 10)
    const log = existsSync(logFile)
      ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n')
      : ''
    throw new Error(`The database did not start: ${(error as Error).message}. The end of ${logFile}:\n${log}`)
  }
  return {
    url: url(site),
    pid,
    folder: dirname(pgdata),
    adopted: running !== null,
    stop: () => stopPostmaster(pid, 20),
  }
}
