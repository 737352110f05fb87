import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cardsOf, type Values } from '../../config/resolved'
import { type Booted, type Colour, DeployError, type Guest } from '../../deploy/blue-green'
import { run } from '../../host/programs'
import { type LibvirtKind, libvirtXml, type Wiring } from '../../plan/libvirt'
import type { Accelerator } from '../../plan/qemu'
import { forwards } from './forwards'
import { end, isRunning, refuseOthers, virsh } from './virsh'

/** On q35 libvirt would choose a firmware with Secure Boot and Microsoft's keys, which refuses GRUB without signature. */
const noSecureBoot = `
    <firmware>
      <feature enabled="no" name="enrolled-keys"/>
      <feature enabled="no" name="secure-boot"/>
    </firmware>`

/** Returns libvirt's definition of a QEMU guest. */
export const asLibvirtSees = ({ vm }: Pick<Values, 'vm'>): LibvirtKind => ({
  type: 'kvm',
  os: `<type arch="x86_64" machine="q35">hvm</type>${vm.firmware === 'uefi' ? noSecureBoot : ''}`,
  ...(vm.firmware === 'uefi' ? { osAttributes: ' firmware="efi"' } : {}),
  bus: 'virtio',
  disk: 'vd',
  model: 'virtio',
  devices: '<rng model="virtio"><backend model="random">/dev/urandom</backend></rng>',
})

/** The bridge of libvirt's own network, which its packages make. */
export const usualBridge = 'virbr0'

/** Returns a guest's connection: forwarded ports if the config names some, otherwise a bridge. */
export const wiringOf = (values: Values): Wiring =>
  forwards.of(values).length > 0
    ? { forwards: forwards.of(values) }
    : { bridges: cardsOf(values, usualBridge) }

/** Returns the folder for a guest's disks. */
export const guestFolder = (name: string): string =>
  join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'ibtsocs-appliance', name)

/** Seconds for the previous system to come up again. It has worked before, so the limit is generous. */
const backSeconds = 1_800

/** A guest's state: the last system disk that worked, and whether it got a disk with keys. */
type State = { colour: Colour | null; seed: boolean }

const stateOf = async (folder: string): Promise<State> =>
  readFile(join(folder, 'state.json'), 'utf8').then(
    (text) => JSON.parse(text) as State,
    () => ({ colour: null, seed: false }),
  )

async function save(folder: string, state: State): Promise<void> {
  await writeFile(join(folder, 'state.part'), JSON.stringify(state))
  await rename(join(folder, 'state.part'), join(folder, 'state.json'))
}

/** Waits for the guest to report on its console that it is ready; nothing else is success. */
async function saidReady(name: string, console: string, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1_000
  while (Date.now() < deadline) {
    const text = await readFile(console, 'latin1').catch(() => '')
    const said = [...text.matchAll(/^appliance: (ready|not ready)/gm)].pop()?.[1]
    if (said) return said === 'ready'
    if (!(await isRunning(name))) return false
    await sleep(1_000)
  }
  return false
}

/** Creates an empty data disk, atomically. */
async function makeData(file: string, bytes: number): Promise<void> {
  if (existsSync(file)) return
  await writeFile(`${file}.part`, '')
  await truncate(`${file}.part`, bytes)
  await rename(`${file}.part`, file)
}

/** Returns a guest of this machine's libvirt, with its disks in a folder. */
export function kvmGuest(
  values: Values,
  accelerator: Accelerator,
  folder: string,
  wiring: Wiring = wiringOf(values),
): Guest {
  const { name, uuid, timeouts } = values
  const file = (of: string): string => join(folder, of)
  const console = file('console.log')

  async function begin(colour: Colour, seed: boolean, seconds: number): Promise<boolean> {
    const disks = [`${colour}.raw`, 'data.raw', ...(seed ? ['seed.raw'] : [])].map(file)
    await rm(console, { force: true })
    await writeFile(
      file('domain.xml'),
      libvirtXml(values, asLibvirtSees(values), disks, { accelerator, wiring, console }),
    )
    await virsh('define', file('domain.xml'))
    await virsh('start', name)
    return saidReady(name, console, seconds)
  }

  return {
    name,
    seconds: timeouts.stage,
    console: `Its console log: ${console}`,
    colour: async () => (await stateOf(folder)).colour,
    has: async (disk) => existsSync(file(`${disk}.raw`)),
    async prepare(seed) {
      await refuseOthers(name, uuid)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await makeData(file('data.raw'), values.vm.data)
      const { colour } = await stateOf(folder)
      if (!seed || colour !== null) return
      await copyFile(seed, file('seed.raw'))
      await save(folder, { colour, seed: true })
    },
    async put(disk, image) {
      await run('cp', ['--sparse=always', '--reflink=auto', image, file(`${disk}.raw`)])
    },
    async boot(disk): Promise<Booted> {
      await refuseOthers(name, uuid)
      const { colour: before, seed } = await stateOf(folder)
      await end(name)
      if (await begin(disk, seed, timeouts.stage).catch(() => false)) {
        await save(folder, { colour: disk, seed })
        return { swapped: true, colour: disk }
      }
      await end(name)
      const back = before !== null && (await begin(before, seed, Math.max(timeouts.stage, backSeconds)))
      return { swapped: false, colour: back ? before : null }
    },
  }
}

/**
 * Returns the accelerator of the deployed guest: the previous system runs as it did, without fetching anything to
 * test it.
 * @throws DeployError if none is deployed
 */
export async function deployedBy(name: string, folder = guestFolder(name)): Promise<Accelerator> {
  const definition = await readFile(join(folder, 'domain.xml'), 'utf8').catch(() => '')
  const [, type] = /<domain type="(kvm|qemu)"/.exec(definition) ?? []
  if (!type) throw new DeployError(`${name} has no earlier system disk.`)
  return type === 'kvm' ? 'kvm' : 'tcg'
}
