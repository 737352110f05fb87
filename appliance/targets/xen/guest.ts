import { cardsOf, type Values } from '../../config/resolved'
import type { Booted, Colour, Guest } from '../../deploy/blue-green'
import { type Far, farOf, putDisk, say } from './client'
import { modes, usualBridge, volumeGroup } from './xl'

const mib = (bytes: number): number => Math.round(bytes / (1 << 20))
const colourOf = (said: unknown): Colour | null => (said === 'blue' || said === 'green' ? said : null)

/** The least and most seconds that the host's helper waits. */
const [least, most] = [10, 3_600]

/**
 * Returns a guest on a Xen host, managed through the host's helper. The helper swaps and rolls back on its own, so
 * the connection may break meanwhile.
 */
export function xenGuest(values: Values, far: Far = farOf(values.target ?? '')): Guest {
  const { name, uuid, vm, timeouts } = values
  const seconds = Math.min(most, Math.max(least, timeouts.stage))
  const colour = async (): Promise<Colour | null> =>
    colourOf((await say(far, { verb: 'status', name })).colour)
  return {
    name,
    seconds,
    console: `Its console log: /var/log/xen/console/guest-${name}.log on the host.`,
    colour,
    // Both disks are created with the guest; only a boot shows whether one has a system.
    has: async () => true,
    async prepare(seed) {
      await say(far, {
        verb: 'create',
        name,
        uuid,
        type: modes.find((mode) => vm.modes.includes(mode)) ?? modes[0],
        vcpus: vm.cpus,
        memory_mib: mib(vm.memory),
        cards: cardsOf(values, usualBridge),
        volume_group: volumeGroup.of(values),
        system_mib: mib(vm.disk),
        data_mib: mib(vm.data),
        seed: seed !== undefined,
      })
      if (seed && (await colour()) === null) await putDisk(far, name, 'seed', seed)
    },
    put: (disk, image) => putDisk(far, name, disk, image),
    async boot(disk): Promise<Booted> {
      const { colour: now, swapped, back } = await say(far, { verb: 'swap', name, disk, seconds })
      return { swapped: swapped === true, colour: swapped || back ? colourOf(now) : null }
    },
  }
}
