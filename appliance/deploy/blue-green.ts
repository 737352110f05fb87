import { DeployError } from './error'

/** The two system disks of a guest; the data disk is the same for both. */
export type Colour = 'blue' | 'green'

/** What a deployment came to. */
export type Deployed = { colour: Colour; swapped: true }

/** What came of booting a disk: the one that runs now, or none that is known. */
export type Booted = { swapped: boolean; colour: Colour | null }

/** A guest with two system disks where it runs, as a target's folder gives it. Each method throws DeployError with why. */
export type Guest = {
  name: string
  /** Seconds that a new system gets to say that it is ready. */
  seconds: number
  /** Where its console is read, as a sentence. */
  console: string
  /** The disk that was good last; null while none was. */
  colour(): Promise<Colour | null>
  /** Whether something lies on a disk that can be booted. */
  has(disk: Colour): Promise<boolean>
  /**
   * Makes the guest where there is none, and sees to it that one of this name is ours.
   * @param seed a small disk with keys, for a guest that has never run
   */
  prepare(seed?: string): Promise<void>
  /** Puts a raw image on a disk that does not run. */
  put(disk: Colour, image: string): Promise<void>
  /** Boots a disk, and the one before again unless it says in time that it is ready. */
  boot(disk: Colour): Promise<Booted>
}

const other = (colour: Colour | null): Colour => (colour === 'blue' ? 'green' : 'blue')

/** @throws DeployError when the new system was not good, and what came of it */
async function swapTo(guest: Guest, disk: Colour): Promise<Deployed> {
  const before = await guest.colour()
  const { swapped, colour } = await guest.boot(disk)
  if (swapped) return { colour: disk, swapped }
  const now = colour
    ? `${guest.name} runs from ${colour} again, as before.`
    : before
      ? `${guest.name} does not come up from ${before} either.`
      : `${guest.name} has no system disk from before that could run.`
  throw new DeployError(
    `The new system did not say that it is ready in ${guest.seconds} seconds. ${now} ${guest.console}`,
  )
}

/** Puts an image beside the system disk that runs, and boots it; back by itself unless it comes up. */
export async function deploy(guest: Guest, image: string, seed?: string): Promise<Deployed> {
  await guest.prepare(seed)
  const disk = other(await guest.colour())
  await guest.put(disk, image)
  return swapTo(guest, disk)
}

/** Boots the system disk from before the last deployment. */
export async function rollback(guest: Guest): Promise<Deployed> {
  const colour = await guest.colour()
  if (!colour || !(await guest.has(other(colour))))
    throw new DeployError(`${guest.name} has no system disk from before.`)
  return swapTo(guest, other(colour))
}
