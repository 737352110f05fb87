import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Embedded, startEmbedded } from '@/db/embedded'
import { processState, readPostmaster } from '@/db/embedded/process'
import { removeDataFolder } from '@/db/embedded/remove'

/** How a drill starts its site. */
export type SiteOptions = {
  env?: Record<string, string>
  /** The data folder, where its place matters; by default a new one in the system's temporary folder. */
  data?: string
  /** The folder of its build; by default this one. */
  folder?: string
  /** An external database, which keeps running when the site ends. */
  url?: string
  /** The command; by default the built server, unless a drill tests something in front of it. */
  command?: readonly string[]
  /** Where it is reached, if not on this machine's loopback address. */
  origin?: string
}

/** Returns a port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** The built site with its own Postgres, which can be killed, restarted and queried. */
export class DrillSite {
  child: ChildProcess | null = null
  private database: Embedded | null = null
  private constructor(
    readonly data: string,
    readonly port: number,
    private readonly options: SiteOptions,
  ) {}

  static async start(options: SiteOptions = {}): Promise<DrillSite> {
    const data = options.data ?? mkdtempSync(join(tmpdir(), 'ibtsocs-drill-'))
    const site = new DrillSite(data, await freePort(), options)
    try {
      await site.launch()
      // The first start creates the database and writes the starter content.
      await site.good(180)
      if (!options.url) {
        // Adopts the Postgres that the site has started, to learn its address.
        site.database = await startEmbedded(data)
        process.env.DATABASE_URL = site.url
        process.env.AUTH_SECRET = readFileSync(join(data, 'auth-secret'), 'utf8').trim()
      }
      site.admin('settings', 'set', 'rate-limits', 'off')
      await sleep(2_500)
      return site
    } catch (error) {
      console.error(site.log())
      await site.end()
      throw error
    }
  }

  get origin(): string {
    return this.options.origin ?? `http://127.0.0.1:${this.port}`
  }
  get url(): string {
    return this.options.url ?? this.database?.url ?? ''
  }
  get folder(): string {
    return this.options.folder ?? '.'
  }
  get pgdata(): string {
    return join(this.data, 'postgres', '17')
  }
  get pid(): number {
    return this.child?.pid ?? 0
  }
  get postmaster(): number {
    return readPostmaster(this.pgdata)?.pid ?? 0
  }
  log(): string {
    return readFileSync(join(this.data, 'site.log'), 'utf8')
  }

  /** Starts the program; its output goes to `site.log`. @param more environment for this start alone */
  launch(more: Record<string, string> = {}): Promise<void> {
    const { DATABASE_URL: _, AUTH_SECRET: __, ...env } = process.env
    const log = openSync(join(this.data, 'site.log'), 'a')
    const [command = process.execPath, ...args] = this.options.command ?? [
      process.execPath,
      'dist/server.mjs',
    ]
    const child = spawn(command, args, {
      cwd: this.folder,
      env: {
        ...env,
        ...(this.options.url ? { DATABASE_URL: this.options.url } : {}),
        NODE_ENV: 'production',
        PORT: String(this.port),
        SSH_PORT: '0',
        IBTSOCS_DATA: this.data,
        NEXT_TELEMETRY_DISABLED: '1',
        ...this.options.env,
        ...more,
      },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.child = child
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
  }

  /** Waits for the first good response that needs the database. @returns milliseconds */
  async good(seconds = 60): Promise<number> {
    const began = performance.now()
    while (performance.now() - began < seconds * 1_000) {
      const answer = await fetch(`${this.origin}/api/v1/bemoanings?limit=1`, {
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null)
      await answer?.arrayBuffer().catch(() => null)
      if (answer?.status === 200) return performance.now() - began
      await sleep(25)
    }
    throw new Error(`no good response within ${seconds} s. The end of the log:\n${this.log().slice(-2_000)}`)
  }

  /** Sends the site a signal and waits until it has exited. @returns its exit code, null when the signal ended it */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    return gone
  }

  killPostgres(signal: NodeJS.Signals): void {
    const pid = this.postmaster
    if (pid && processState(pid) === 'alive') process.kill(pid, signal)
  }

  /** Runs a command of the admin tool on this site. @returns its output */
  admin(...args: string[]): { code: number; said: string } {
    return this.adminOn(this.url, args)
  }
  /** Runs the site's own audit, on this database or another one. */
  audit(url = this.url): { code: number; said: string } {
    return this.adminOn(url, ['audit', '--json'])
  }
  private adminOn(url: string, args: readonly string[]): { code: number; said: string } {
    const run = spawnSync(process.execPath, ['dist/admin.mjs', ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, IBTSOCS_DATA: this.data, DATABASE_URL: url },
    })
    return { code: run.status ?? 1, said: run.stdout + (run.status ? run.stderr : '') }
  }

  /** Runs one statement on its own connection. */
  async query<R extends pg.QueryResultRow>(
    text: string,
    values: unknown[] = [],
    url = this.url,
  ): Promise<R[]> {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<R>(text, values)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }

  /** Stops everything and removes the data. */
  async end(): Promise<void> {
    await this.kill('SIGTERM')
    const pid = this.postmaster
    if (pid && processState(pid) === 'alive') await (await startEmbedded(this.data)).stop()
    removeDataFolder(this.data)
  }
}
