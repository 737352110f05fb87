/** The host refused, or could not be reached. */
export class DeployError extends Error {}

/** There is no build or no target: not an error of the host. */
export class NothingToDeploy extends DeployError {}

/** The two system disks of a guest, which share one data disk. */
export type Colour = 'blue' | 'green'

/** The result of a deployment. */
export type Deployed = { colour: Colour; swapped: true }

/** The result of booting a disk: the colour that runs now; null if unknown or none. */
export type Booted = { swapped: boolean; colour: Colour | null }

/**
 * A guest with two system disks on its host, implemented by each target. Each method throws DeployError with the
 * reason.
 */
export type Guest = {
  name: string
  /** Seconds within which a new system must report that it is ready. */
  seconds: number
  /** A sentence on where to read its console. */
  console: string
  /** The last disk that booted successfully; null if none has yet. */
  colour(): Promise<Colour | null>
  /** True if a disk has a bootable system. */
  has(disk: Colour): Promise<boolean>
  /**
   * Creates the guest if there is none, and checks that a guest of this name is ours.
   * @param seed a small disk with keys, for a guest that has never run
   */
  prepare(seed?: string): Promise<void>
  /** Writes a raw image to a disk that is not running. */
  put(disk: Colour, image: string): Promise<void>
  /** Boots a disk, and boots the previous one again unless the new system reports in time that it is ready. */
  boot(disk: Colour): Promise<Booted>
}

const other = (colour: Colour | null): Colour => (colour === 'blue' ? 'green' : 'blue')

/** @throws DeployError if the new system did not come up, with what runs now */
async function swapTo(guest: Guest, disk: Colour): Promise<Deployed> {
  const before = await guest.colour()
  const { swapped, colour } = await guest.boot(disk)
  if (swapped) return { colour: disk, swapped }
  const now = colour
    ? `${guest.name} runs from its ${colour} disk again.`
    : before
      ? `${guest.name} doesn’t come up from its ${before} disk either.`
      : `${guest.name} has no earlier system disk.`
  throw new DeployError(
    `The new system didn’t report that it was ready within ${guest.seconds} seconds. ${now} ${guest.console}`,
  )
}

/** Writes an image to the disk that is not running, and boots it. Falls back to the old disk unless it comes up. */
export async function deploy(guest: Guest, image: string, seed?: string): Promise<Deployed> {
  await guest.prepare(seed)
  const disk = other(await guest.colour())
  await guest.put(disk, image)
  return swapTo(guest, disk)
}

/** Boots the system disk that ran before the last deployment. */
export async function rollback(guest: Guest): Promise<Deployed> {
  const colour = await guest.colour()
  if (!colour || !(await guest.has(other(colour))))
    throw new DeployError(`${guest.name} has no earlier system disk.`)
  return swapTo(guest, other(colour))
}
