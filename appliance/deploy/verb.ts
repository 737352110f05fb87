import { resolve } from 'node:path'
import type { Resolved, Values } from '../config/resolved'
import { latestBuild } from '../lab/verb'
import { DeployError, type Far, farOf } from './client'
import { type Deployed, deploy, rollback } from './deploy'

/** Runs one of them on the config's target, and says how it went. @returns the exit code */
async function onTarget(
  { values }: Resolved,
  note: (line: string) => void,
  work: (far: Far, values: Values) => Promise<Deployed>,
): Promise<number> {
  try {
    if (!values.target) throw new DeployError('The config has no target: xen://account@host says where to.')
    if (!values.target.startsWith('xen://'))
      throw new DeployError(
        `There is no deployment to ${values.target} yet; libvirt-kvm.xml beside the image defines the guest.`,
      )
    const { colour } = await work(farOf(values.target), values)
    note(`${values.name} runs from its ${colour} disk, and says that it is ready.`)
    return 0
  } catch (error) {
    if (!(error instanceof DeployError)) throw error
    note(error.message)
    return 1
  }
}

/** `deploy`: the latest build, to where the config says. */
export const deployVerb = (resolved: Resolved, note: (line: string) => void): Promise<number> =>
  onTarget(resolved, note, async (far, values) => {
    const folder = await latestBuild(values.name)
    if (!folder) throw new DeployError(`Nothing of ${values.name} is built.`)
    return deploy(far, values, resolve(folder, `${values.name}.raw`))
  })

/** `rollback`: the system disk from before. */
export const rollbackVerb = (resolved: Resolved, note: (line: string) => void): Promise<number> =>
  onTarget(resolved, note, rollback)
