import type { Values } from '../config/resolved'
import { DeployError, type Far, putDisk, say } from './client'

const mib = (bytes: number): number => Math.round(bytes / (1 << 20))

/** What a deployment came to. */
export type Deployed = { colour: string; swapped: boolean; back?: boolean }

/** The system disk that is not this one; blue comes first. */
export const other = (colour: unknown): 'blue' | 'green' => (colour === 'blue' ? 'green' : 'blue')

/** Has the other system disk booted. @throws DeployError when the new one was not good, and what came of it */
async function swapTo(far: Far, { name, timeouts }: Values, disk: string): Promise<Deployed> {
  const seconds = Math.min(3_600, Math.max(10, timeouts.stage))
  const { colour, swapped, back } = await say(far, { verb: 'swap', name, disk, seconds })
  if (swapped) return { colour: String(colour), swapped: true }
  throw new DeployError(
    `The new system did not say that it is ready in ${seconds} seconds. ${
      back
        ? `${name} runs from ${String(colour)} again, as before.`
        : `${name} does not come up from ${String(colour)} either.`
    } \`npm run appliance -- logs\` and the host’s console say more.`,
  )
}

/**
 * Puts an image on a Xen host beside the system disk that runs, and boots it; back by itself unless it comes up.
 * @param image a raw disk
 * @param seed a small disk with keys, for a guest that is new
 */
export async function deploy(far: Far, values: Values, image: string, seed?: string): Promise<Deployed> {
  const { name, uuid, vm, net, host } = values
  const type = vm.modes.find((mode) => mode !== 'kvm') ?? 'pvh'
  await say(far, {
    ...{
      verb: 'create',
      name,
      uuid,
      type,
      vcpus: vm.cpus,
      memory_mib: mib(vm.memory),
      mac: net.mac,
      bridge: net.bridge,
    },
    ...{
      volume_group: host.volumeGroup,
      system_mib: mib(vm.disk),
      data_mib: mib(vm.data),
      seed: seed !== undefined,
    },
  })
  const { colour } = await say(far, { verb: 'status', name })
  if (seed && colour === null) await putDisk(far, name, 'seed', seed)
  const disk = other(colour)
  await putDisk(far, name, disk, image)
  return swapTo(far, values, disk)
}

/** Boots the system disk from before the last deployment. */
export async function rollback(far: Far, values: Values): Promise<Deployed> {
  const { exists, colour } = await say(far, { verb: 'status', name: values.name })
  if (!exists || typeof colour !== 'string') throw new DeployError(`${values.name} was never deployed there.`)
  return swapTo(far, values, other(colour))
}
