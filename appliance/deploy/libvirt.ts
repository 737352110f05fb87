import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Values } from '../config/resolved'
import { errorText } from '../host/error-text'
import { libvirtXml, type Wiring } from '../plan/libvirt'
import type { Accelerator } from '../plan/qemu'
import { DeployError } from './client'
import { type Deployed, other } from './deploy'

const run = promisify(execFile)

/** Where guests of this account run: libvirt's own place for an account that is nobody special. */
const uri = 'qemu:///session'

/** A guest of this machine's libvirt: what it is made of, and how it is wired. */
export type Here = { values: Values; accelerator: Accelerator; wiring: Wiring; folder: string }

/** Where the disks of a guest are kept. */
export const guestFolder = (name: string): string =>
  join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'ibtsocs-appliance', name)

/** Seconds that the system from before gets to come up again: it has done so once. */
const backSeconds = 1_800

/** What is known of a guest: the system disk that was good last, and whether it got a disk with keys. */
type State = { colour: 'blue' | 'green' | null; seed: boolean }

/** What is said where there is no libvirt. */
export const noLibvirt =
  'There is no virsh: apt-get install libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients.'

/** There is no libvirt here. */
class MissingError extends DeployError {}

async function virsh(...args: string[]): Promise<string> {
  try {
    return (await run('virsh', ['-q', '-c', uri, ...args])).stdout.trim()
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string }
    if (code === 'ENOENT') throw new MissingError(noLibvirt)
    throw new DeployError(`virsh ${args[0]}: ${stderr?.trim().split('\n').pop() || errorText(error)}`)
  }
}

const stateOf = async (folder: string): Promise<State> =>
  readFile(join(folder, 'state.json'), 'utf8').then(
    (text) => JSON.parse(text) as State,
    () => ({ colour: null, seed: false }),
  )

async function save(folder: string, state: State): Promise<void> {
  await writeFile(join(folder, 'state.part'), JSON.stringify(state))
  await rename(join(folder, 'state.part'), join(folder, 'state.json'))
}

const running = (name: string): Promise<boolean> =>
  virsh('domstate', name).then(
    (state) => !['shut off', 'crashed', ''].includes(state),
    () => false,
  )

/** Asks the guest to end, and ends it when it does not. */
async function end(name: string): Promise<void> {
  if (!(await running(name))) return
  await virsh('shutdown', name)
  for (let left = 90; left > 0; left--) {
    if (!(await running(name))) return
    await sleep(1_000)
  }
  await virsh('destroy', name)
}

/** Starts the guest from a system disk, and waits for its own word on its console; nothing else is success. */
async function begin(
  { values, accelerator, wiring, folder }: Here,
  colour: string,
  seed: boolean,
  seconds: number,
): Promise<boolean> {
  const { name } = values
  const console = join(folder, 'console.log')
  const disks = [`${colour}.raw`, 'data.raw', ...(seed ? ['seed.raw'] : [])].map((file) => join(folder, file))
  await rm(console, { force: true })
  const definition = join(folder, 'domain.xml')
  await writeFile(definition, libvirtXml(values, 'kvm', disks, { accelerator, wiring, console }))
  await virsh('define', definition)
  await virsh('start', name)
  const deadline = Date.now() + seconds * 1_000
  while (Date.now() < deadline) {
    const text = await readFile(console, 'latin1').catch(() => '')
    const said = [...text.matchAll(/^appliance: (ready|not ready)/gm)].pop()?.[1]
    if (said) return said === 'ready'
    if (!(await running(name))) return false
    await sleep(1_000)
  }
  return false
}

/** Has the other system disk booted; back to the one before unless it says in time that it is ready. */
async function swapTo(here: Here, colour: 'blue' | 'green', { colour: old, seed }: State): Promise<Deployed> {
  const { name, timeouts } = here.values
  await end(name)
  if (await begin(here, colour, seed, timeouts.stage).catch(() => false)) {
    await save(here.folder, { colour, seed })
    return { colour, swapped: true }
  }
  await end(name)
  const failed = `The new system did not say that it is ready in ${timeouts.stage} seconds.`
  if (!old) throw new DeployError(`${failed} Its console: ${join(here.folder, 'console.log')}`)
  const back = await begin(here, old, seed, Math.max(timeouts.stage, backSeconds))
  throw new DeployError(
    back
      ? `${failed} ${name} runs from ${old} again, as before.`
      : `${failed} ${name} does not come up from ${old} either.`,
  )
}

/** That a guest of this name, if there is one, is ours. */
async function ours({ name, uuid }: Values): Promise<void> {
  const found = await virsh('domuuid', name).catch((error: DeployError) => {
    if (error instanceof MissingError) throw error
    return ''
  })
  if (found && found !== uuid) throw new DeployError(`libvirt has another guest ${name} already.`)
}

/**
 * Puts an image beside the system disk that runs, and boots it; back by itself unless it comes up.
 * @param image a raw disk
 * @param seed a small disk with keys, for a guest that is new
 */
export async function deployHere(here: Here, image: string, seed?: string): Promise<Deployed> {
  const { values, folder } = here
  await ours(values)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const state = await stateOf(folder)
  const data = join(folder, 'data.raw')
  if (!existsSync(data)) {
    await writeFile(`${data}.part`, '')
    await truncate(`${data}.part`, values.vm.data)
    await rename(`${data}.part`, data)
  }
  if (seed && state.colour === null) {
    await copyFile(seed, join(folder, 'seed.raw'))
    state.seed = true
  }
  const colour = other(state.colour)
  await run('cp', ['--sparse=always', '--reflink=auto', image, join(folder, `${colour}.raw`)])
  return swapTo(here, colour, state)
}

const nothingBefore = (name: string): DeployError =>
  new DeployError(`${name} has no system disk from before.`)

/**
 * How the guest that is deployed runs: the system from before runs as it did, and nothing has to be fetched to find out.
 * @throws DeployError when none is deployed
 */
export async function deployedBy(name: string, folder = guestFolder(name)): Promise<Accelerator> {
  const definition = await readFile(join(folder, 'domain.xml'), 'utf8').catch(() => '')
  const [, type] = /<domain type="(kvm|qemu)"/.exec(definition) ?? []
  if (!type) throw nothingBefore(name)
  return type === 'kvm' ? 'kvm' : 'tcg'
}

/** Boots the system disk from before the last deployment. */
export async function rollbackHere(here: Here): Promise<Deployed> {
  const state = await stateOf(here.folder)
  if (!state.colour || !existsSync(join(here.folder, `${other(state.colour)}.raw`)))
    throw nothingBefore(here.values.name)
  await ours(here.values)
  return swapTo(here, other(state.colour), state)
}
