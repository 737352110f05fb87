import { resolve } from 'node:path'
import type { Resolved, Values } from '../config/resolved'
import { acceleratorHere, latestBuild } from '../lab/verb'
import type { Accelerator } from '../plan/qemu'
import { DeployError, farOf, NothingToDeploy } from './client'
import { type Deployed, deploy, rollback } from './deploy'
import { deployedBy, deployHere, guestFolder, type Here, rollbackHere } from './libvirt'

/** This machine's libvirt. */
const here = 'kvm:///'

const hereOf = (values: Values, accelerator: Accelerator): Here => ({
  values,
  accelerator,
  wiring: values.net.forwards.length > 0 ? { forwards: values.net.forwards } : { bridge: values.net.bridge },
  folder: guestFolder(values.name),
})

/** Runs one of them on the config's target, and says how it went. @returns the exit code */
async function onTarget(
  { values }: Resolved,
  note: (line: string) => void,
  work: (target: string, values: Values) => Promise<Deployed>,
): Promise<number> {
  try {
    if (!values.target)
      throw new NothingToDeploy('The config has no target: xen://account@host or kvm:/// says where to.')
    const { colour } = await work(values.target, values)
    note(`${values.name} runs from its ${colour} disk, and says that it is ready.`)
    return 0
  } catch (error) {
    if (!(error instanceof DeployError)) throw error
    note(error.message)
    return error instanceof NothingToDeploy ? 2 : 1
  }
}

/** `deploy`: the latest build, to where the config says. */
export const deployVerb = (
  resolved: Resolved,
  cache: string,
  note: (line: string) => void,
): Promise<number> =>
  onTarget(resolved, note, async (target, values) => {
    const folder = await latestBuild(values.name)
    if (!folder)
      throw new NothingToDeploy(`Nothing of ${values.name} is built. \`npm run appliance -- build\` does it.`)
    const image = resolve(folder, `${values.name}.raw`)
    return target === here
      ? deployHere(hereOf(values, await acceleratorHere(values, cache)), image)
      : deploy(farOf(target), values, image)
  })

/** `rollback`: the system disk from before. */
export const rollbackVerb = (resolved: Resolved, note: (line: string) => void): Promise<number> =>
  onTarget(resolved, note, async (target, values) =>
    target === here
      ? rollbackHere(hereOf(values, await deployedBy(values.name)))
      : rollback(farOf(target), values),
  )
