import { join } from 'node:path'
import type { Resolved, Values } from '../config/resolved'
import { targets } from '../targets/registry'
import { type AppSource, plannedApp } from './app'
import { lateCommands } from './late'
import { type Mirror, preseedOf, preseedText } from './preseed'
import { type Guest, qemuArguments } from './qemu'

/** The address of the builder's package cache inside QEMU's own network, during the install. */
export const cacheInGuest: Mirror = { host: '10.0.2.100', port: 80, directory: '/debian' }

const sized = (bytes: number): string =>
  bytes % (1 << 30) === 0 ? `${bytes / (1 << 30)}G` : `${Math.round(bytes / (1 << 20))}M`
const spanned = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`)

/** Formats a value as in a config. */
function shown(path: string, value: unknown): string {
  if (/^vm\.(memory|disk|data)$/.test(path)) return sized(Number(value))
  if (path.startsWith('timeouts.')) return spanned(Number(value))
  if (path === 'ssh.keys')
    return (value as string[])
      .map((key) =>
        key
          .split(' ')
          .slice(0, 2)
          .join(' ')
          .replace(/^(\S+ .{12}).*(.{6})$/, '$1…$2'),
      )
      .join(', ')
  if (value === null) return '-'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const at = (values: Values, path: string): unknown =>
  path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], values)

/** Formats every value with its origin, one per line. */
export function valuesTable({ values, origins }: Resolved): string {
  const rows = Object.entries(origins).map(([path, { from, why }]) => [
    path,
    shown(path, at(values, path)),
    why ? `${from}: ${why}` : from,
  ])
  const width = (column: number, most: number): number =>
    Math.min(most, Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [first, second] = [width(0, 20), width(1, 44)]
  return rows
    .map(([path = '', value = '', from = '']) => `${path.padEnd(first)}  ${value.padEnd(second)}  ${from}`)
    .join('\n')
}

/** The guest in which the installer runs. Its files are relative to the build's folder. */
export const installGuest = (values: Values, accelerator: Guest['accelerator']): Guest => ({
  name: values.name,
  uuid: values.uuid,
  accelerator,
  cpus: values.vm.cpus,
  memory: Math.max(values.vm.memory, 1 << 30),
  direct: {
    kernel: 'linux',
    initrd: 'initrd.gz',
    commandLine:
      'console=ttyS0,115200 auto=true priority=critical net.ifnames=0 DEBCONF_DEBUG=5 DEBIAN_FRONTEND=text TERM=dumb panic=-1',
  },
  disks: [{ file: 'system.qcow2', format: 'qcow2' }],
  network: {
    mac: values.net.mac,
    restrict: true,
    forwards: [],
    services: [{ address: cacheInGuest.host, port: cacheInGuest.port, command: './cache.sh' }],
  },
  serial: ['file:console.log', 'file:installer.log'],
  monitor: 'monitor.sock',
})

/** The folder of images in a plan, libvirt's own: only a build knows its folder. */
const usualFolder = '/var/lib/libvirt/images'

/** The file name of a delivered data disk. */
export const dataDisk = ({ name }: Pick<Values, 'name'>): string => `${name}-data.raw`

/**
 * Returns the files that follow from a config, by name: the installer's input, and the guest for each hypervisor.
 * @param folder the absolute path of the folder of the images
 */
export function plannedFiles(
  values: Values,
  nonce: string,
  app: AppSource | null = plannedApp(values, cacheInGuest.host),
  folder = usualFolder,
): Record<string, string> {
  const images = [join(folder, `${values.name}.raw`), join(folder, dataDisk(values))] as const
  const files: Record<string, string> = {
    'preseed.cfg': preseedText(preseedOf(values, cacheInGuest, app)),
    'late.sh': lateCommands(values, nonce, app),
    'qemu-install.args': `${qemuArguments(installGuest(values, 'tcg')).join('\n')}\n`,
  }
  for (const { modes, files: filesOf } of targets) {
    const asked = modes.filter((mode) => values.vm.modes.includes(mode))
    if (asked.length > 0) Object.assign(files, filesOf(values, asked, images))
  }
  return files
}
