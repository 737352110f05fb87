import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A proxy to the database that can be cut: the server's connections go through it, the test's do not. */
export class Line {
  readonly folder = mkdtempSync(join(tmpdir(), 'line-'))
  private readonly sockets = new Set<Socket>()
  private server: Server | null = null
  private isStalled = false

  private target = ''

  /** The database's address through this line. */
  get url(): string {
    const url = new URL(process.env.DATABASE_URL ?? '')
    if (url.searchParams.get('host') !== this.folder)
      this.target = `${url.searchParams.get('host')}/.s.PGSQL.5432`
    url.searchParams.set('host', this.folder)
    return url.toString()
  }
  async open(): Promise<void> {
    this.server = createServer((near) => {
      const far = connect(this.target)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.sockets.delete(from)
          to.destroy()
        })
        from.pipe(to)
        if (this.isStalled) from.unpipe(to).pause()
      }
    })
    await new Promise<void>((resolve) => this.server?.listen(join(this.folder, '.s.PGSQL.5432'), resolve))
  }
  /** Forwards nothing on the open connections, without closing them, as a firewall does that has forgotten them. */
  stall(): void {
    for (const socket of this.sockets) socket.unpipe().pause()
  }
  /** Stalls everything, also what connects from now on, as a frozen database does. */
  freeze(): void {
    this.isStalled = true
    this.stall()
  }
  /** New connections work again; what was stalled stays so. */
  thaw(): void {
    this.isStalled = false
  }
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
