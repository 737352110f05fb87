import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseOwner } from '@/db/embedded/owner'

export const bouncerMissing =
  spawnSync('pgbouncer', ['--version']).status !== 0 &&
  'There is no PgBouncer here: apt-get install pgbouncer'

/** A real PgBouncer before a database. */
export class Bouncer {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    /** The address of the database through it. */
    readonly url: string,
  ) {}

  /**
   * @param database its address
   * @param mode who shares a connection: clients one after the other, or transactions
   * @param size connections to the database
   */
  static async start(database: string, mode: 'session' | 'transaction', size: number): Promise<Bouncer> {
    const folder = mkdtempSync(join(tmpdir(), 'bouncer-'))
    const target = new URL(database)
    const name = target.pathname.slice(1)
    const host = target.searchParams.get('host') ?? target.hostname
    const port = target.searchParams.get('port') ?? (target.port || '5432')
    const user = decodeURIComponent(target.username) || (target.searchParams.get('user') ?? 'postgres')
    const settings = join(folder, 'pgbouncer.ini')
    writeFileSync(
      settings,
      `[databases]
${name} = host=${host} port=${port} user=${user} dbname=${name}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = ${folder}
unix_socket_mode = 0777
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
max_client_conn = 500
logfile = ${join(folder, 'log')}
`,
    )
    // It refuses to run as root.
    const { uid, gid, name: other } = databaseOwner()
    chmodSync(folder, 0o755)
    for (const path of other ? [folder, settings] : []) chownSync(path, uid, gid)
    const child = spawn('pgbouncer', ['-q', settings], { stdio: 'ignore', ...(other ? { uid, gid } : {}) })
    for (let tries = 0; !existsSync(join(folder, '.s.PGSQL.6432')); tries += 1) {
      if (tries > 200 || child.exitCode !== null) throw new Error(`PgBouncer did not start: ${folder}/log`)
      await sleep(20)
    }
    return new Bouncer(folder, child, `postgres://${user}@localhost/${name}?host=${folder}&port=6432`)
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = once(this.child, 'exit')
      this.child.kill('SIGKILL')
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
