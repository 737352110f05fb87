import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { host } from './base'

/** A namespace of mounts in which cgroups are unified, as systemd wants them, whatever the host has. */
const boot = `set -e
mount --make-rprivate /
umount -R /sys/fs/cgroup 2>/dev/null || umount -l /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir -p "/sys/fs/cgroup/$2"
echo $$ > "/sys/fs/cgroup/$2/cgroup.procs"
exec systemd-nspawn --register=no --keep-unit --private-network --console=read-only -b -D "$1"`

const stat = (pid: number): { name: string; parent: number } | null => {
  try {
    const [, name = '', parent = ''] =
      /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return { name, parent: Number(parent) }
  } catch {
    return null
  }
}

/** The init of a container: the child of systemd-nspawn that is called systemd. */
function initOf(spawned: number): number | null {
  const pids = readdirSync('/proc').map(Number).filter(Boolean)
  return (
    pids.find((pid) => {
      const found = stat(pid)
      return found?.name === 'systemd' && found.parent === spawned
    }) ?? null
  )
}

export type Ran = { status: number; out: string; err: string }

/** A Debian that systemd has booted, in a container without a network, on a layer of its own above a shared base. */
export class Machine {
  private spawned: ChildProcess | null = null
  private readonly folder = mkdtempSync(join(tmpdir(), 'ibtsocs-machine-'))
  private readonly root = join(this.folder, 'root')

  /** @param disk MiB of a disk of its own under /var/lib/postgresql, to fill */
  constructor(base: string, disk: number) {
    for (const name of ['upper', 'work', 'root']) mkdirSync(join(this.folder, name))
    const layers = `lowerdir=${base},upperdir=${this.folder}/upper,workdir=${this.folder}/work`
    host('mount', '-t', 'overlay', 'overlay', '-o', layers, this.root)
    const [image, under] = [join(this.folder, 'disk'), join(this.root, 'var/lib/postgresql')]
    host('truncate', '-s', `${disk}M`, image)
    host('mkfs.ext4', '-q', '-m', '0', image)
    mkdirSync(under, { recursive: true })
    host('mount', '-o', 'loop', image, under)
    rmSync(join(under, 'lost+found'), { recursive: true })
  }

  /** Puts a file of the host into /root. */
  bring(file: string): void {
    cpSync(file, join(this.root, 'root', basename(file)))
  }

  async start(): Promise<void> {
    this.spawned = spawn('unshare', ['-m', 'sh', '-c', boot, 'boot', this.root, basename(this.folder)], {
      stdio: 'ignore',
    })
    await this.isUp()
  }

  /** Waits until everything that starts with the machine has. @throws Error after a minute */
  private async isUp(): Promise<void> {
    for (let attempt = 0; attempt < 120; attempt += 1) {
      await sleep(500)
      const { out } = this.run('systemctl is-system-running')
      if (/^(?:running|degraded)$/.test(out.trim())) return
    }
    throw new Error('The machine doesn’t start.')
  }

  /** Runs a command line as root. */
  run(command: string, input = ''): Ran {
    const pid = initOf(this.spawned?.pid ?? -1)
    if (pid === null) return { status: -1, out: '', err: 'The machine doesn’t run.' }
    const clean = [
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'HOME=/root',
      'DEBIAN_FRONTEND=noninteractive',
      'LC_ALL=C.UTF-8',
    ]
    const into = ['-t', String(pid), '-m', '-u', '-i', '-n', '-p', '-r', '-w', '--']
    const { status, stdout, stderr } = spawnSync(
      'nsenter',
      [...into, '/usr/bin/env', '-i', ...clean, 'sh', '-c', `cd /root; ${command}`],
      { encoding: 'utf8', input, timeout: 600_000 },
    )
    return { status: status ?? -1, out: stdout, err: stderr }
  }

  /** Switches it off. */
  private async off(): Promise<void> {
    if (!this.spawned || this.spawned.exitCode !== null) return
    const { spawned } = this
    const gone = new Promise((resolve) => spawned.once('exit', resolve))
    const init = initOf(spawned.pid ?? -1)
    // Without its init nothing in the container lives on; it would without systemd-nspawn.
    const late = setTimeout(() => void (init && process.kill(init, 'SIGKILL')), 40_000)
    this.run('systemctl poweroff')
    await gone
    clearTimeout(late)
  }

  /** Switches it off and on. systemd-nspawn without a bus of systemd's doesn't start a container again by itself. */
  async offAndOn(): Promise<void> {
    await this.off()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.off()
    for (const path of [join(this.root, 'var/lib/postgresql'), this.root])
      for (let attempt = 0; attempt < 20 && spawnSync('umount', [path]).status !== 0; attempt += 1) {
        if (!existsSync(path)) break
        await sleep(250)
      }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
