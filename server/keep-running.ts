import { type Embedded, startEmbedded } from '@/db/embedded'
import { processState } from '@/db/embedded/process'

/** `end` waits for a start that is under way, so that `current` is the last one there will be. */
export type Keeper = { current: () => Embedded; end: () => Promise<void> }

/**
 * Starts the embedded database again whenever its process is gone; the pool finds it under the same address.
 * @param start how: for tests
 */
export function keepRunning(first: Embedded, dataDir: string, start = startEmbedded): Keeper {
  let current = first
  let starting: Promise<void> | null = null
  const restart = async () => {
    console.error('The database ended by itself; starting it again')
    try {
      current = await start(dataDir)
    } catch (error) {
      console.error((error as Error).message)
    } finally {
      starting = null
    }
  }
  const look = setInterval(() => {
    if (!starting && processState(current.pid) !== 'alive') starting = restart()
  }, 500)
  look.unref()
  return {
    current: () => current,
    async end() {
      clearInterval(look)
      await starting
    },
  }
}
