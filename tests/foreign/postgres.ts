import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseOwner } from '@/db/embedded/owner'

const versions = '/usr/lib/postgresql'
const major = existsSync(versions)
  ? readdirSync(versions)
      .map(Number)
      .filter((each) => each >= 15)
      .sort((a, b) => b - a)[0]
  : undefined

/** Why there is no Postgres of the system's packages with its own tools, if so. */
export const postgresMissing =
  major === undefined && 'There is no Postgres 15 or newer here: apt-get install postgresql'

/** A Postgres of the system's packages in a temporary folder, reached by its socket; it can have replicas. */
export class SystemPostgres {
  private constructor(private readonly folder: string) {}

  private static run(program: string, ...args: string[]): void {
    const { uid, gid, name } = databaseOwner()
    execFileSync(join(versions, String(major), 'bin', program), args, {
      stdio: 'ignore',
      cwd: '/',
      ...(name ? { uid, gid } : {}),
    })
  }
  private static place(): SystemPostgres {
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
    const { uid, gid, name } = databaseOwner()
    mkdirSync(join(folder, 'socket'))
    if (name) for (const each of [folder, join(folder, 'socket')]) chownSync(each, uid, gid)
    return new SystemPostgres(folder)
  }
  private get data(): string {
    return join(this.folder, 'data')
  }

  static primary(): SystemPostgres {
    const made = SystemPostgres.place()
    SystemPostgres.run(
      'initdb',
      '-D',
      made.data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '-N',
    )
    made.start()
    return made
  }
  /** Returns a new replica that streams from this one. */
  replica(): SystemPostgres {
    const made = SystemPostgres.place()
    const from = `host=${join(this.folder, 'socket')} user=postgres`
    SystemPostgres.run('pg_basebackup', '-D', made.data, '-d', from, '-R', '-c', 'fast', '-X', 'stream', '-N')
    made.start()
    return made
  }
  start(): void {
    const socket = join(this.folder, 'socket')
    appendFileSync(
      join(this.data, 'postgresql.conf'),
      `\nlisten_addresses = ''\nunix_socket_directories = '${socket}'\nfsync = off\nmax_connections = 60\n`,
    )
    SystemPostgres.run('pg_ctl', '-D', this.data, '-l', join(this.folder, 'log'), '-w', 'start')
  }
  get url(): string {
    return `postgres://postgres@localhost/postgres?host=${join(this.folder, 'socket')}`
  }
  promote(): void {
    SystemPostgres.run('pg_ctl', '-D', this.data, '-w', 'promote')
  }
  stop(): void {
    SystemPostgres.run('pg_ctl', '-D', this.data, '-m', 'immediate', 'stop')
  }
  remove(): void {
    try {
      this.stop()
    } catch {
      // It has been stopped.
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
