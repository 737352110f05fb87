// `npm run test:kvm -- GUEST-CONFIG`: deploys the latest build of the guest on this machine's libvirt, under the
// calling account; tests it, deploys a system that does not come up, and rolls back.
import { readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { acceleratorHere } from '../../../accelerator/here'
import type { Values } from '../../../config/resolved'
import { errorText } from '../../../host/error-text'
import { unlessInterrupted } from '../../../host/interrupt'
import { realHost } from '../../../host/real'
import { type Stage, tryDeploy, trySwaps } from '../../../lab/deployment'
import { freePort, openLab } from '../../../lab/lab'
import type { Machine } from '../../../lab/machine'
import { program } from '../../../lab/program'
import { makeTries } from '../../../lab/tries'
import { loadBuilt } from '../../../load'
import { builtFolder } from '../../../make/latest'
import { kvmGuest } from '../guest'
import { noLibvirt, virsh } from '../virsh'

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance')

async function main([config = '']: readonly string[], signal: AbortSignal): Promise<number> {
  const { values: own } = await loadBuilt(config, realHost)
  const values: Values = {
    ...own,
    ...{ name: `${own.name}-try`, uuid: crypto.randomUUID() },
    vm: { ...own.vm, data: 2 ** 30 },
  }
  const build = await builtFolder(own.name, config, 'out')
  if (!(await realHost.run('virsh', ['--version']))) throw new Error(noLibvirt)
  const image = resolve(build, `${own.name}.raw`)
  const accelerator = await acceleratorHere(values, cache)
  const lab = await openLab({ values, image, accelerator, signal })
  const tries = makeTries()
  const failures = join('out', 'kvm-failed')
  await rm(failures, { recursive: true, force: true })
  const ports = { ssh: await freePort(), http: await freePort(), https: await freePort() }
  const folder = join(lab.folder, 'guest')
  const wiring = {
    forwards: [
      { host: ports.ssh, guest: 22 },
      { host: ports.http, guest: 80 },
      { host: ports.https, guest: 443 },
    ],
  }
  const site: Machine = {
    ...{ host: values.appliance, ports, ca: lab.authority.ca, identity: lab.identity },
    knownHosts: join(lab.folder, 'known_hosts'),
    console: () => readFile(join(folder, 'console.log'), 'utf8').catch(() => ''),
    screenshot: async () => false,
    cut: async () => void (await virsh('destroy', values.name)),
  }
  const stage: Stage = {
    ...{ lab, site, accelerator, failures, image, patience: 1_200 },
    guest: (seconds) =>
      kvmGuest({ ...values, timeouts: { ...values.timeouts, stage: seconds } }, accelerator, folder, wiring),
  }
  try {
    await unlessInterrupted(signal, async () => {
      await tryDeploy(stage, tries, 'a new guest, by an ordinary account')
      await trySwaps(stage, tries)
    })
  } catch (error) {
    console.error(errorText(error))
  } finally {
    // Delete its files first, so that a deployment still in progress cannot start it again.
    await lab.close()
    // It may be off, or never have been defined.
    for (const command of ['destroy', 'undefine']) await virsh(command, values.name).catch(() => {})
  }
  return tries.end('kvm', 6)
}

await program('npm run test:kvm -- GUEST.yaml', { least: 1, most: 1 }, main)
