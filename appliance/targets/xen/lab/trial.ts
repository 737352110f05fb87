// `npm run test:xen -- HOST-CONFIG GUEST-CONFIG KEY [pv,pvh,hvm]`: deploys the latest build of the guest on the
// latest build of the host, which runs inside QEMU; tests it, deploys a system that does not come up, and rolls back.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { acceleratorHere } from '../../../accelerator/here'
import type { Values } from '../../../config/resolved'
import { DeployError } from '../../../deploy/blue-green'
import { errorText } from '../../../host/error-text'
import { unlessInterrupted } from '../../../host/interrupt'
import { realHost } from '../../../host/real'
import { type Stage, tryDeploy, trySwaps } from '../../../lab/deployment'
import { openLab } from '../../../lab/lab'
import { ask, eventually, ssh } from '../../../lab/machine'
import { program } from '../../../lab/program'
import { runCases } from '../../../lab/runner'
import { makeTries } from '../../../lab/tries'
import { loadBuilt, UsageError } from '../../../load'
import { builtFolder } from '../../../make/latest'
import { say } from '../client'
import { xenGuest } from '../guest'
import { startXenHost } from './host'

const built = async ({ name }: Values, config: string): Promise<string> =>
  resolve(await builtFolder(name, config, 'out'), `${name}.raw`)

const usage = 'npm run test:xen -- HOST.yaml GUEST.yaml KEY [TYPES]'
/** The type that needs no virtualization comes first: in an emulated host, PVH and HVM are emulated twice. */
const types = ['pv', 'pvh', 'hvm'] as const

async function main(
  [hostConfig = '', guestConfig = '', key = '', chosen = types.join(',')]: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const [first, ...others] = chosen.split(',').map((one) => {
    const type = types.find((known) => known === one)
    if (!type) throw new UsageError(`“${one}” isn’t a guest type. Choose from ${types.join(', ')}.`)
    return type
  })
  if (!first) throw new UsageError(`Usage: ${usage}`)
  const dom0 = (await loadBuilt(hostConfig, realHost)).values
  const { values: own } = await loadBuilt(guestConfig, realHost)
  if ((await realHost.kind(key)) !== 'file')
    throw new UsageError(
      `${key} isn’t a file. KEY must be the file of a private key that ${hostConfig} accepts.`,
    )
  // The smallest size that works, because the host is an emulated machine with 5 GiB.
  const values: Values = {
    ...own,
    vm: { ...own.vm, cpus: 1, memory: 1.25 * 2 ** 30, data: 2 ** 30 },
  }
  const image = await built(values, guestConfig)
  const hostImage = await built(dom0, hostConfig)
  const accelerator = await acceleratorHere(
    values,
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance'),
  )
  const lab = await openLab({ values, image, accelerator, signal })
  const all = makeTries()
  const { told, tried, end } = all
  const failures = join('out', 'xen-failed')
  await rm(failures, { recursive: true, force: true })
  const tries = async (): Promise<void> => {
    const began = Date.now()
    const host = await startXenHost(lab, hostImage, key, accelerator)
    told({ name: 'the Xen host comes up', seconds: (Date.now() - began) / 1_000 })
    console.log((await ssh(host.dom0, 'xl info | grep -E "xen_version|virt_caps"')).trim())
    const site = host.guest(values.name)
    const stage: Stage = {
      ...{ lab, site, accelerator, failures, image, patience: 1_500 },
      guest: (seconds) =>
        xenGuest(
          {
            ...values,
            vm: { ...values.vm, modes: [first] },
            timeouts: { ...values.timeouts, stage: seconds },
          },
          host.far,
        ),
    }
    const isOfType = async (type: string) =>
      assert.equal((await ssh(site, 'cat /sys/hypervisor/guest_type')).trim(), type.toUpperCase())
    await tried('the deploying account gets no shell and no other command', async () => {
      await assert.rejects(say({ args: [...host.far.args, 'id'] }, { verb: 'nothing' }), DeployError)
    })
    await tryDeploy(stage, all, `${first.toUpperCase()}, by an account that is not root`)
    await isOfType(first)
    // These take long and are the same for each type.
    if (first === 'pv') {
      for (const one of await runCases(['backup'], stage)) told(one)
      await trySwaps(stage, all)
    }
    // The deploying account may not change the type, but the host's root may.
    let type: string = first
    for (const next of others) {
      await tried(`boots the same image as ${next.toUpperCase()}`, async () => {
        await say(host.far, { verb: 'stop', name: values.name })
        await ssh(
          host.dom0,
          `sed -i 's/"type": "${type}"/"type": "${next}"/' /var/lib/appliance-host/${values.name}.json`,
        )
        type = next
        await say(host.far, { verb: 'start', name: values.name })
        await eventually(async () => assert.equal((await ask(site, '/readyz')).status, 200), 1_500)
        await isOfType(next)
      })
      for (const one of await runCases(['http', 'units'], stage))
        told({ ...one, name: `${next.toUpperCase()}: ${one.name}` })
    }
  }
  try {
    await unlessInterrupted(signal, tries)
  } catch (error) {
    console.error(errorText(error))
  } finally {
    await lab.close()
  }
  return end('xen', 5 + 3 * others.length + (first === 'pv' ? 4 : 0))
}

await program(usage, { least: 3, most: 4 }, main)
