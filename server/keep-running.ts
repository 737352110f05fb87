import { type Embedded, startEmbedded } from '@/db/embedded'
import { processState } from '@/db/embedded/process'

/** `end` waits for a start in progress, so that `current` stays the last database. */
export type Keeper = { current: () => Embedded; end: () => Promise<void> }

/**
 * Restarts the embedded database when its process is gone. The pool finds it at the same address.
 * @param start replaced in tests
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
