import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filled, readValues, type Values, valuesOf } from '@/deploy/fill.mjs'
import { unheard } from '../kit/load'
import { DrillSite } from '../kit/site'
import { whole } from './cluster'
import { DatabaseMachine, environmentOf, place } from './database'
import { Machine, makeNetwork, type Network, removeNetwork } from './machine'
import type { Programs } from './programs'

export type RigOptions = {
  /** The nodes reach the primary through PgBouncer. */
  pooler: boolean
  /** Patroni's protocol of etcd. */
  protocol: 'etcd' | 'etcd3'
}

/** A node of the site, and its machine. */
export type Node = { machine: Machine; site: DrillSite }

const secret = () => randomBytes(16).toString('hex')

/** The values of the recipe for a rig on this network. */
function valuesFor({ prefix }: Network, programs: Programs, { protocol }: RigOptions): Values {
  const at = (last: number) => `${prefix}.${last}`
  return {
    ...readValues(readFileSync('deploy/values.env', 'utf8')),
    ...{
      SITE_URL: `http://${at(31)}:8080`,
      NETWORK: `${prefix}.0/24`,
      PUBLIC_BIND: ':8080',
      PUBLIC_SSH: ':2222',
    },
    ...{ DB1: at(11), DB2: at(12), DB3: at(13), SITE1: at(21), SITE2: at(22), SITE3: at(23) },
    ...{ BALANCER1: at(31), BALANCER2: at(32), STORE: at(41) },
    ...{ PG_BIN: programs.pgBin, ETCD_PROTOCOL: protocol, ETCD_ENABLE_V2: String(protocol === 'etcd') },
    // There is none for a network namespace, and it would reset this machine.
    WATCHDOG: 'off',
    ...{ SUPERUSER_PASSWORD: secret(), REPLICATION_PASSWORD: secret(), SITE_PASSWORD: secret() },
    ...{ VALKEY_PASSWORD: secret(), AUTH_SECRET: secret(), METRICS_TOKEN: secret() },
    SMTP_URL: `smtp://${at(1)}:25`,
  }
}

/** Three databases, three nodes, two balancers and a store, made of the files in deploy/, each on a machine of its own. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'ibtsocs-nodes-'))
  readonly network: Network
  readonly values: Values
  readonly databases: DatabaseMachine[] = []
  readonly balancers: Machine[] = []
  readonly nodes: Node[] = []
  store: Machine | null = null
  private watch: Machine | null = null
  private asked: 0 | 1 = 0
  private refused = 0

  private constructor(
    readonly programs: Programs,
    private readonly options: RigOptions,
  ) {
    this.network = makeNetwork(this.folder, programs.root)
    this.values = valuesFor(this.network, programs, options)
  }

  static async build(programs: Programs, options: RigOptions): Promise<Rig> {
    const rig = new Rig(programs, options)
    try {
      await rig.start()
      return rig
    } catch (error) {
      console.error(rig.lastWords())
      await rig.end()
      throw error
    }
  }

  private machine(name: string, address: string): Machine {
    return new Machine(this.network, name, address)
  }
  private folderOf(name: string): string {
    const folder = join(this.folder, name)
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    return folder
  }

  private async start(): Promise<void> {
    const { values, programs } = this
    // Programs of other users must be able to enter.
    rmSync(this.folder, { recursive: true })
    mkdirSync(this.folder, { mode: 0o755 })
    for (const n of [1, 2, 3]) {
      const machine = this.machine(`db${n}`, String(values[`DB${n}`]))
      this.databases.push(new DatabaseMachine(machine, this.folderOf(machine.name), programs, values))
    }
    for (const each of this.databases) each.startEtcd()
    for (const each of this.databases) each.startPatroni()
    if (this.options.pooler) for (const each of this.databases) each.startBouncer()
    this.store = this.machine('store', String(values.STORE))
    this.startStore()
    await whole(
      this.databases.map(({ machine }) => machine),
      60,
    )
    this.watch = this.machine('watch', `${this.network.prefix}.51`)
    this.startWay(this.watch, { ...values, DATABASE_BIND: this.watch.address })
    process.env.DATABASE_URL = this.url
    process.env.AUTH_SECRET = values.AUTH_SECRET
    for (const n of [1, 2, 3]) await this.addNode(n)
    for (const n of [1, 2]) {
      const machine = this.machine(`lb${n}`, String(values[`BALANCER${n}`]))
      this.balancers.push(machine)
      this.startBalancer(machine)
    }
    await this.front.good(30)
  }

  startStore(): void {
    const { store, programs, values } = this
    if (!store) return
    const folder = this.folderOf('store')
    const file = place(folder, 'valkey/valkey.conf', { ...valuesOf('STORE', values), VALKEY_DATA: folder })
    store.start('store', { command: [programs.store, file] })
  }
  /** Starts the HAProxy that leads a node to the database. */
  private startWay(machine: Machine, values: Values): void {
    const file = place(this.folderOf(machine.name), 'haproxy/database.cfg', values)
    machine.start('way', { command: ['/usr/sbin/haproxy', '-f', file] })
  }
  startBalancer(machine: Machine): void {
    const file = place(this.folderOf(machine.name), 'haproxy/site.cfg', this.values)
    machine.start('haproxy', { command: ['/usr/sbin/haproxy', '-f', file] })
  }

  private async addNode(n: number): Promise<void> {
    const machine = this.machine(`site${n}`, String(this.values[`SITE${n}`]))
    // What it connects to others from, so that these connections can be lost.
    machine.loseConnections(0, 120 + n)
    const values = valuesOf(`SITE${n}`, this.values)
    this.startWay(machine, values)
    const recipe = environmentOf(filled('site/ibtsocs.env', values))
    const { DATABASE_URL: direct = '' } = recipe
    const pooled = {
      DATABASE_URL: direct.replace(':5432/', ':6432/'),
      DATABASE_DIRECT_URL: direct,
      DATABASE_PREPARE: '1',
    }
    const site = await DrillSite.start({
      data: this.folderOf(`site${n}/data`),
      url: this.url,
      origin: `http://${machine.address}:3000`,
      env: { ...recipe, ...(this.options.pooler ? pooled : {}) },
      command: machine.within({
        command: [process.execPath, join(process.cwd(), 'dist/server.mjs')],
        inside: false,
      }),
    })
    this.nodes.push({ machine, site })
  }

  /** The primary, wherever it is, from this system. */
  get url(): string {
    return `postgres://ibtsocs:${this.values.SITE_PASSWORD}@${this.watch?.address}:5432/ibtsocs`
  }
  /** The same as Postgres's superuser, on one machine. */
  superUrl({ address }: Machine): string {
    return `postgres://postgres:${this.values.SUPERUSER_PASSWORD}@${address}:5432/ibtsocs`
  }
  /** The site as people see it: two addresses, of which a browser takes the other one when one refuses. */
  get front(): DrillSite {
    return Object.create(this.site, {
      origin: {
        get: () => {
          const refused = ['ECONNREFUSED', 'EHOSTUNREACH'].reduce(
            (sum, code) => sum + (unheard.get(code) ?? 0),
            0,
          )
          if (refused > this.refused) this.asked = this.asked === 0 ? 1 : 0
          this.refused = refused
          return `http://${this.balancers[this.asked]?.address}:8080`
        },
      },
    })
  }

  /** The first node. */
  get site(): DrillSite {
    const [first] = this.nodes
    if (!first) throw new Error('no node')
    return first.site
  }
  /** Returns a figure of a node's `/metrics`; null without one. */
  async metric({ origin }: DrillSite, name: string): Promise<number | null> {
    const headers = { Authorization: `Bearer ${this.values.METRICS_TOKEN}` }
    const text = await (await fetch(`${origin}/metrics`, { headers })).text()
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    return line ? Number(line.slice(name.length)) : null
  }

  lastWords(): string {
    const machines = [
      ...this.databases.map(({ machine }) => machine),
      ...this.balancers,
      this.watch,
      this.store,
    ]
    return machines.map((each) => each?.lastWords() ?? '').join('\n')
  }

  /** Ends everything and removes it. */
  async end(): Promise<void> {
    for (const { machine } of this.nodes) machine.remove()
    for (const each of this.databases) each.remove()
    for (const each of [...this.balancers, this.store, this.watch]) each?.remove()
    removeNetwork(this.network)
    rmSync(this.folder, { recursive: true, force: true })
    if (this.programs.root) rmSync(this.programs.root + this.folder, { recursive: true, force: true })
  }
}
