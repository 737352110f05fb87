import { chmodSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../../host/programs'
import { freePort, type Lab, processorsOf } from '../../../lab/lab'
import { eventually, type Machine, ssh } from '../../../lab/machine'
import type { Accelerator, Guest } from '../../../plan/qemu'
import { start } from '../../../vm/run'
import { type Far, say } from '../client'

/** The folder of the operator's set-up script. */
const setUp = join(import.meta.dirname, '..')

/** QEMU's own network assigns addresses in the order of requests: dom0 gets .15, its guest the next one. */
const guestAddress = '10.0.2.16'

/** A Xen host inside QEMU: access for root, access for deployments, and access to its guest. */
export type XenHost = {
  dom0: Machine
  far: Far
  guest: (name: string) => Machine
  close: () => Promise<void>
}

/**
 * Starts a Xen host that the builder installed, with a disk for a volume group, and sets it up like an operator.
 * @param image its disk
 * @param key the private key that its config accepts
 */
export async function startXenHost(
  lab: Lab,
  image: string,
  key: string,
  accelerator: Accelerator,
): Promise<XenHost> {
  const place = join(lab.folder, 'dom0')
  await mkdir(place)
  chmodSync(place, 0o755)
  const format = image.endsWith('.raw') ? 'raw' : 'qcow2'
  await run('qemu-img', [
    'create',
    '-q',
    '-f',
    'qcow2',
    '-b',
    image,
    '-F',
    format,
    join(place, 'system.qcow2'),
  ])
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', join(place, 'volumes.qcow2'), '30G'])
  const [dom0Port, sshPort, http, https] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const guest: Guest = {
    name: 'dom0',
    uuid: '00000000-0000-4000-8000-000000000001',
    accelerator,
    nested: true,
    cpus: processorsOf(accelerator),
    memory: 5 * 2 ** 30,
    disks: [
      { file: 'system.qcow2', format: 'qcow2' },
      { file: 'volumes.qcow2', format: 'qcow2' },
    ],
    network: {
      mac: '02:00:5e:00:53:01',
      restrict: true,
      forwards: [
        { host: dom0Port, guest: 22 },
        { host: sshPort, guest: 22, to: guestAddress },
        { host: http, guest: 80, to: guestAddress },
        { host: https, guest: 443, to: guestAddress },
      ],
      services: [],
    },
    reboots: true,
    serial: ['file:console.log'],
    monitor: 'monitor.sock',
  }
  const process = start(guest, place)
  lab.adopt(process)
  const common = { host: lab.values.appliance, ca: lab.authority.ca, screenshot: async () => false }
  const dom0: Machine = {
    ...common,
    host: 'dom0',
    ports: { ssh: dom0Port, http: 0, https: 0 },
    identity: key,
    knownHosts: join(place, 'known_hosts'),
    console: () => readFile(join(place, 'console.log'), 'utf8').catch(() => ''),
    cut: () => process.kill(),
  }
  await eventually(
    () => ssh(dom0, 'xl info >/dev/null && ip -br address show xenbr0 | grep -q 10.0.2.15'),
    900,
  )
  await ssh(dom0, 'pvcreate -q /dev/vdb && vgcreate -q vg0 /dev/vdb')
  for (const name of ['helper.py', 'setup-host.sh'])
    await ssh(dom0, `mkdir -p /root/deploy && cat >/root/deploy/${name}`, {
      input: await readFile(join(setUp, name), 'utf8'),
    })
  const publicKey = (await readFile(`${lab.identity}.pub`, 'utf8')).trim()
  await ssh(
    dom0,
    `sh /root/deploy/setup-host.sh '${publicKey}' ${lab.values.name.replace(/^[^a-z]+/, '')[0] ?? 'w'} vg0 xenbr0`,
  )
  const config = join(place, 'ssh_config')
  await writeFile(
    config,
    `Host *\n  IdentityFile ${lab.identity}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${dom0.knownHosts}\n  HostKeyAlias dom0\n  LogLevel ERROR\n  BatchMode yes\n`,
  )
  const far: Far = { args: ['-F', config, '-p', String(dom0Port), 'deploy@127.0.0.1'] }
  return {
    dom0,
    far,
    guest: (name) => ({
      ...common,
      ports: { ssh: sshPort, http, https },
      identity: lab.identity,
      knownHosts: join(place, `known_hosts-${name}`),
      console: async () =>
        ((await say(far, { verb: 'console', name, lines: 1_000 })).console as string[]).join('\n'),
      cut: async () => {
        await say(far, { verb: 'stop', name })
      },
    }),
    close: () => process.kill(),
  }
}
