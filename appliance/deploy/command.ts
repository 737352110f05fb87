import { resolve } from 'node:path'
import type { Resolved, Values } from '../config/resolved'
import { latestBuild } from '../make/latest'
import { targetOf, targets } from '../targets/registry'
import type { Target } from '../targets/target'
import { DeployError, type Deployed, deploy, NothingToDeploy, rollback } from './blue-green'

/** Runs a deployment or rollback on the config's target, and reports the result. @returns the exit code */
async function onTarget(
  { values }: Resolved,
  note: (line: string) => void,
  work: (target: Target, values: Values) => Promise<Deployed>,
): Promise<number> {
  try {
    const target = targetOf(values.target ?? '')
    if (!target)
      throw new NothingToDeploy(
        `The config has no target. Add one, such as ${targets.map(({ example }) => example).join(' or ')}.`,
      )
    const { colour } = await work(target, values)
    note(`${values.name} runs from its ${colour} disk and reports that it’s ready.`)
    return 0
  } catch (error) {
    if (!(error instanceof DeployError)) throw error
    note(error.message)
    return error instanceof NothingToDeploy ? 2 : 1
  }
}

/** `deploy`: deploys the latest build under `out` to the config's target. */
export const deployCommand = (
  resolved: Resolved,
  cache: string,
  out: string,
  note: (line: string) => void,
): Promise<number> =>
  onTarget(resolved, note, async (target, values) => {
    const folder = await latestBuild(values.name, out)
    if (!folder)
      throw new NothingToDeploy(`There’s no build of ${values.name}. Run \`npm run appliance -- build\`.`)
    return deploy(await target.toDeploy(values, cache), resolve(folder, `${values.name}.raw`))
  })

/** `rollback`: boots the previous system disk. */
export const rollbackCommand = (resolved: Resolved, note: (line: string) => void): Promise<number> =>
  onTarget(resolved, note, async (target, values) => rollback(await target.deployed(values)))
