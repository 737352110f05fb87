import { chmodSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Values } from '../config/resolved'
import { run } from '../host/programs'
import type { Accelerator, Guest } from '../plan/qemu'
import { type Running, start } from '../vm/run'
import { type Authority, makeAuthority } from './authority'
import type { Machine } from './machine'
import { qmp } from './qmp'
import { type Switch, startSwitch } from './switch'

/** The image to test, and how. */
export type LabOptions = { values: Values; image: string; accelerator: Accelerator; signal: AbortSignal }

/** Options for a guest. */
export type GuestOptions = {
  firmware?: 'bios' | 'uefi'
  /** The last byte of its address on the private switch; left out, it is not connected. */
  lan?: number
  /** An empty data disk. Default: true. */
  data?: boolean
  /** Variables for its secrets file. */
  secrets?: Readonly<Record<string, string>>
}

/** A test environment for an image: its guests run on copies, have no network access, and are deleted afterwards. */
export type Lab = LabOptions & {
  folder: string
  authority: Authority
  /** A private key that guests accept through their seed disk, with the public key next to it. */
  identity: string
  boot: (name: string, options?: GuestOptions) => Promise<Machine>
  switch: () => Promise<Switch>
  /** Registers a guest started elsewhere, to end it with the others. */
  adopt: (guest: Running) => void
  /** All guests so far, whose logs are kept after a failure. */
  machines: readonly Machine[]
  close: () => Promise<void>
}

/**
 * Returns how many processors a machine of the lab has. With TCG it is one: a kernel that patches itself while
 * another processor runs it crashes occasionally (int3, double faults), because QEMU retranslates too late.
 */
export const processorsOf = (accelerator: Accelerator): number => (accelerator === 'kvm' ? 2 : 1)

/** Returns a free port of this machine. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const firmware = { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' }

/** Makes the small disk that brings keys to a guest (see the package's `machine` step). */
export async function makeSeed(
  folder: string,
  { ca, cert, key }: Authority,
  publicKey: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string> {
  const files = join(folder, 'seed')
  await mkdir(files)
  await writeFile(join(files, 'cert.pem'), cert + ca)
  await writeFile(join(files, 'key.pem'), key)
  await writeFile(join(files, 'authorized_keys'), publicKey)
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`)
  if (lines.length > 0) await writeFile(join(files, 'secrets.env'), lines.join(''))
  const disk = join(folder, 'seed.img')
  await run('mke2fs', ['-q', '-t', 'ext4', '-O', '^has_journal', '-L', 'CIDATA', '-d', files, disk, '4M'])
  return disk
}

const macOf = (last: number): string => `02:00:5e:00:53:${last.toString(16).padStart(2, '0')}`

/** Opens a lab. @param options.image a qcow2 or raw disk, which is only read */
export async function openLab(options: LabOptions): Promise<Lab> {
  const { values, image, accelerator } = options
  const folder = await mkdtemp(join(tmpdir(), 'appliance-lab-'))
  // If this is root, QEMU runs as another user.
  chmodSync(folder, 0o755)
  const authority = await makeAuthority(folder, values.appliance)
  const identity = join(folder, 'identity')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', identity])
  const machines: Machine[] = []
  const running: Running[] = []
  let lan: Promise<Switch> | null = null
  const theSwitch = () => {
    lan ??= startSwitch(join(folder, 'lan')).then((made) => {
      chmodSync(made.socket, 0o777)
      return made
    })
    return lan
  }

  async function boot(
    name: string,
    { firmware: kind = 'bios', lan: last, data = true, secrets = {} }: GuestOptions = {},
  ) {
    const place = join(folder, name)
    await mkdir(place)
    const disks: Guest['disks'][number][] = []
    await run('qemu-img', [
      'create',
      '-q',
      '-f',
      'qcow2',
      '-b',
      image,
      '-F',
      image.endsWith('.raw') ? 'raw' : 'qcow2',
      join(place, 'system.qcow2'),
    ])
    disks.push({ file: 'system.qcow2', format: 'qcow2' })
    if (data) {
      await run('qemu-img', [
        'create',
        '-q',
        '-f',
        'qcow2',
        join(place, 'data.qcow2'),
        String(values.vm.data),
      ])
      disks.push({ file: 'data.qcow2', format: 'qcow2' })
    }
    await makeSeed(place, authority, await readFile(`${identity}.pub`, 'utf8'), secrets)
    disks.push({ file: 'seed.img', format: 'raw', readonly: true })
    if (kind === 'uefi') await run('cp', [firmware.variables, join(place, 'vars.fd')])
    const ports = { ssh: await freePort(), http: await freePort(), https: await freePort() }
    const guest: Guest = {
      name,
      uuid: values.uuid,
      accelerator,
      cpus: processorsOf(accelerator),
      memory: values.vm.memory,
      ...(kind === 'uefi' ? { uefi: { code: firmware.code, variables: 'vars.fd' } } : {}),
      disks,
      network: {
        mac: macOf(last ?? machines.length + 100),
        restrict: true,
        forwards: [
          { host: ports.ssh, guest: 22 },
          { host: ports.http, guest: 80 },
          { host: ports.https, guest: 443 },
        ],
        services: [],
      },
      ...(last === undefined ? {} : { lan: { socket: (await theSwitch()).socket, mac: macOf(last + 128) } }),
      reboots: true,
      screen: true,
      serial: ['file:console.log'],
      monitor: 'monitor.sock',
    }
    const process = start(guest, place)
    running.push(process)
    const machine: Machine = {
      host: values.appliance,
      ports,
      ca: authority.ca,
      identity,
      knownHosts: join(place, 'known_hosts'),
      console: () => readFile(join(place, 'console.log'), 'utf8').catch(() => ''),
      screenshot: async (file) => {
        await qmp(join(place, 'monitor.sock'), 'screendump', { filename: 'screen.png', format: 'png' })
        await run('cp', [join(place, 'screen.png'), file])
        return true
      },
      cut: () => process.kill(),
    }
    process.ended.then(
      ({ code, said }) => code && console.error(`${name}: QEMU exited with ${code}: ${said}`),
      () => {},
    )
    machines.push(machine)
    return machine
  }

  return {
    ...options,
    folder,
    authority,
    identity,
    boot,
    switch: theSwitch,
    adopt: (guest) => void running.push(guest),
    machines,
    async close() {
      await Promise.all(running.map((one) => one.kill()))
      await (await lan)?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
