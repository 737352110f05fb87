import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { NotHere } from '../kit/run'

/** Where the programs of a Debian are, and who runs them. */
export type Programs = {
  /** The folder of another Debian, or empty for this system's own. */
  root: string
  /** For example /usr/lib/postgresql/17/bin */
  pgBin: string
  store: string
  /** Name, version and package of each. */
  versions: Record<string, string>
  /** True if this Patroni checks whose lease it renews, and so may use etcd's third protocol. */
  comparesLeases: boolean
}

const wanted = [
  { path: '/usr/bin/patroni', from: 'patroni python3-etcd', version: ['--version'] },
  { path: '/usr/bin/etcd', from: 'etcd-server', version: ['--version'] },
  { path: '/usr/sbin/haproxy', from: 'haproxy', version: ['-v'] },
  { path: '/usr/sbin/pgbouncer', from: 'pgbouncer', version: ['--version'] },
] as const

const run = (root: string, command: string, args: readonly string[]): string => {
  const inside = root ? ['chroot', root, command, ...args] : [command, ...args]
  const { stdout, stderr } = spawnSync(inside[0] ?? '', inside.slice(1), { encoding: 'utf8' })
  return `${stdout}${stderr}`.split('\n')[0]?.trim() ?? ''
}

/** Fails unless this machine can have network namespaces. @throws NotHere with the reason */
function demandNamespaces(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new NotHere(
      'it needs root on Linux: each machine is a network namespace with a disk (tmpfs) of its own',
    )
  if (!existsSync('/usr/sbin/ip') && !existsSync('/sbin/ip'))
    throw new NotHere('there is no ip: apt-get install iproute2')
  const tried = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  if (tried.status !== 0) throw new NotHere(`there are no network namespaces: ${tried.stderr.trim()}`)
}

/**
 * Finds the programs.
 * @param root the folder of a Debian to take them from, such as one made by debootstrap; empty: this system
 * @throws NotHere that names the packages that are missing
 */
export function findPrograms(root: string): Programs {
  demandNamespaces()
  const missing: string[] = wanted.filter(({ path }) => !existsSync(root + path)).map(({ from }) => from)
  const store = ['/usr/bin/valkey-server', '/usr/bin/redis-server'].find((path) => existsSync(root + path))
  if (!store) missing.push('valkey-server, or redis-server on Debian 12')
  const folder = `${root}/usr/lib/postgresql`
  const major = existsSync(folder)
    ? readdirSync(folder)
        .map(Number)
        .filter((each) => each >= 15 && existsSync(`${folder}/${each}/bin/postgres`))
        .sort((a, b) => b - a)[0]
    : undefined
  if (!major) missing.push('postgresql')
  if (missing.length > 0 || !store)
    throw new NotHere(
      `there is no ${missing.join(', no ')}${root ? ` in ${root}` : ''}: apt-get install ${missing.join(' ')}`,
    )
  const pgBin = `/usr/lib/postgresql/${major}/bin`
  const versions = Object.fromEntries(
    [
      ...wanted.map(({ path, version }) => [path, version] as const),
      [store, ['--version']] as const,
      [`${pgBin}/postgres`, ['--version']] as const,
    ].map(([path, version]) => [path.split('/').at(-1), run(root, path, version)]),
  )
  const [, one = '0', two = '0', three = '0'] = /(\d+)\.(\d+)\.(\d+)/.exec(versions.patroni ?? '') ?? []
  const comparesLeases = Number(one) * 1e4 + Number(two) * 100 + Number(three) >= 30_003
  return { root, pgBin, store, versions, comparesLeases }
}

/** Returns the numbers of a user and its group in that Debian. */
export function idsOf(root: string, user: string): [number, number] {
  const line = readFileSync(`${root}/etc/passwd`, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return [Number(uid), Number(gid)]
}
