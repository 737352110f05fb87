import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseOwner } from '@/db/embedded/owner'

/** Settings of the embedded database, so that the two differ by nothing but their version. */
const settings = [
  'listen_addresses=',
  'shared_buffers=64MB',
  'max_wal_size=512MB',
  'jit=off',
  'random_page_cost=1.1',
]

/** A Postgres of Debian's package with its own programs, reachable through a socket. */
export type DebianPostgres = {
  major: number
  bin: string
  url: (database: string) => string
  stop: () => void
}

/** Returns the newest version of Debian's packages on this machine; null if there is none. */
export function debianMajor(): number | null {
  const folder = '/usr/lib/postgresql'
  const majors = existsSync(folder) ? readdirSync(folder).map(Number) : []
  return (
    majors.filter((major) => existsSync(`${folder}/${major}/bin/initdb`)).sort((a, b) => b - a)[0] ?? null
  )
}

/** Starts one on a new cluster in the folder for temporary files. */
export function startDebian(major: number): DebianPostgres {
  const owner = databaseOwner()
  const bin = `/usr/lib/postgresql/${major}/bin`
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-debian-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  for (const each of [folder, data]) chownSync(each, owner.uid, owner.gid)
  const run = (program: string, ...args: string[]) => {
    const made = spawnSync(join(bin, program), args, {
      encoding: 'utf8',
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(owner.name ? { uid: owner.uid, gid: owner.gid } : {}),
    })
    if (made.status !== 0) throw new Error(`${program}: ${made.stderr}`)
  }
  run('initdb', '-D', data, '-U', 'ibtsocs', '-E', 'UTF8', '--locale=C.UTF-8', '-k', '--no-sync')
  const options = [`unix_socket_directories=${folder}`, ...settings].map((each) => `-c ${each}`).join(' ')
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start')
  return {
    major,
    bin,
    url: (database) => `postgres://ibtsocs@localhost/${database}?host=${encodeURIComponent(folder)}`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'fast', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
