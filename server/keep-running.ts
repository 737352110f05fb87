import { type Embedded, startEmbedded } from '@/db/embedded'
import { processState } from '@/db/embedded/process'

export type Keeper = { current: () => Embedded; end: () => void }

/** Starts the embedded database again whenever its process is gone; the pool finds it under the same address. */
export function keepRunning(first: Embedded, dataDir: string): Keeper {
  let current = first
  let busy = false
  const look = setInterval(async () => {
    if (busy || processState(current.pid) === 'alive') return
    busy = true
    console.error('The database ended by itself; starting it again')
    try {
      current = await startEmbedded(dataDir)
    } catch (error) {
      console.error((error as Error).message)
    } finally {
      busy = false
    }
  }, 500)
  look.unref()
  return { current: () => current, end: () => clearInterval(look) }
}
