import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The network of a rig: a bridge, and the folder with everything. */
export type Network = { bridge: string; prefix: string; folder: string; root: string }

const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8' })

/** Makes the bridge that all machines of a rig are connected to; this system is on it as `.1`. */
export function makeNetwork(folder: string, root: string): Network {
  const bridge = `ib${process.pid % 100_000}`
  const prefix = `10.77.${process.pid % 200}`
  ip('link', 'add', bridge, 'type', 'bridge')
  ip('addr', 'add', `${prefix}.1/24`, 'dev', bridge)
  ip('link', 'set', bridge, 'up')
  if (root) mkdirSync(root + folder, { recursive: true })
  return { bridge, prefix, folder, root }
}

export const removeNetwork = ({ bridge }: Network): void => {
  ip('link', 'del', bridge)
}

/** How a program is started: the command, its environment, and the user of the Debian that it comes from. */
export type Program = {
  command: readonly string[]
  env?: Record<string, string>
  user?: string
  /** False for programs of this system, whatever Debian the others come from. */
  inside?: boolean
}

/** A machine of the rig: a network namespace with an address. Its programs can be killed and frozen, its cable pulled. */
export class Machine {
  private readonly space: string
  private readonly cable: string
  readonly running = new Map<string, ChildProcess>()

  constructor(
    private readonly network: Network,
    readonly name: string,
    readonly address: string,
  ) {
    this.space = `${network.bridge}-${name}`
    this.cable = `${network.bridge}${name.replace(/[a-z]{2,}/, (word) => word.slice(0, 1))}`
    ip('netns', 'add', this.space)
    ip('link', 'add', this.cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.space)
    ip('link', 'set', this.cable, 'master', network.bridge, 'up')
    this.inside('addr', 'add', `${address}/24`, 'dev', 'eth0')
    this.inside('link', 'set', 'eth0', 'up')
    this.inside('link', 'set', 'lo', 'up')
  }

  /** Runs `ip` on this machine. */
  private inside(...args: string[]): void {
    ip('-n', this.space, ...args)
  }

  /** Returns a command that runs another one on this machine. */
  within({ command, user, inside = true }: Omit<Program, 'env'>): string[] {
    const { root, folder } = this.network
    const as = user ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : []
    if (!root || !inside) return ['ip', 'netns', 'exec', this.space, ...as, ...command]
    // `ip netns exec` has mounts of its own, which end with the process.
    const mounts = `mount --rbind /proc ${root}/proc && mount --rbind /dev ${root}/dev && mount --rbind ${folder} ${root}${folder}`
    return [
      ...['ip', 'netns', 'exec', this.space, 'sh', '-c', `${mounts} && exec "$@"`, 'sh'],
      ...['chroot', root, ...as, ...command],
    ]
  }

  /** The file that has what a program said. */
  log(name: string): string {
    return join(this.network.folder, `${this.name}-${name}.log`)
  }

  start(name: string, program: Program): void {
    const log = openSync(this.log(name), 'a')
    const [command = '', ...args] = this.within(program)
    const env = { ...process.env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...program.env }
    const child = spawn(command, args, { env, cwd: '/', stdio: ['ignore', log, log] })
    closeSync(log)
    this.running.set(name, child)
  }

  /** Ends a program by a signal, and waits for that. */
  async stop(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.running.get(name)
    this.running.delete(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** The processes of this machine. */
  get pids(): number[] {
    return ip('netns', 'pids', this.space).split('\n').filter(Boolean).map(Number)
  }

  /** Sends a signal to all processes, or to those that are not of the programs named. */
  signal(signal: NodeJS.Signals, except: readonly string[] = []): void {
    const spared = new Set(except.map((name) => this.running.get(name)?.pid))
    for (const pid of this.pids)
      if (!spared.has(pid))
        try {
          process.kill(pid, signal)
        } catch {
          // It has ended meanwhile.
        }
  }

  /** Pulls the cable, or plugs it in again. */
  connect(isConnected: boolean): void {
    ip('link', 'set', this.cable, isConnected ? 'up' : 'down')
  }

  /**
   * Lets all its connections to others become half-open: they come from an address that does not exist any more, while new
   * ones work.
   * @param suffix the last part of the address that new ones come from
   */
  loseConnections(from: number, to: number): void {
    const { prefix } = this.network
    this.inside('addr', 'add', `${prefix}.${to}/32`, 'dev', 'eth0')
    this.inside('route', 'replace', `${prefix}.0/24`, 'dev', 'eth0', 'src', `${prefix}.${to}`)
    if (from) this.inside('addr', 'del', `${prefix}.${from}/32`, 'dev', 'eth0')
  }

  /** The end of everything that its programs said. */
  lastWords(): string {
    return [...this.running.keys()]
      .filter((name) => existsSync(this.log(name)))
      .map((name) => `--- ${this.name} ${name}\n${readFileSync(this.log(name), 'utf8').slice(-1_500)}`)
      .join('\n')
  }

  /** Ends all its processes, and the machine. */
  remove(): void {
    for (let tries = 0; tries < 5 && this.pids.length > 0; tries += 1) this.signal('SIGKILL')
    ip('netns', 'del', this.space)
  }
}
