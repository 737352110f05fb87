import { context } from './context'
import { processWide } from './process-wide'

/** How long a reading is shared, in milliseconds: less than a shared page is kept. */
const life = 400
const state = processWide('kept-reads', () => ({
  readings: new Map<string, { at: number; value: Promise<unknown> }>(),
  isOff: false,
}))
const { readings } = state

/**
 * Reads what is the same for all readers of a page, such as the cards of a list, once for those who come together. Only personal
 * pages share readings: shared pages, calls of the API and commands read the database.
 * @param key everything that the result depends on; nothing of a reader
 * @returns the result; callers share it, so they must not change it
 */
export function keptRead<T>(key: string, read: () => Promise<T>): Promise<T> {
  const { fills, shared } = context()
  // A shared page is kept itself, and read again only when it is too old.
  if (state.isOff || !fills || shared) return read()
  const now = Date.now()
  const kept = readings.get(key)
  if (kept && now - kept.at < life) return kept.value as Promise<T>
  // The oldest come first.
  for (const [old, { at }] of readings) {
    if (now - at < life) break
    readings.delete(old)
  }
  const value = read()
  readings.set(key, { at: now, value })
  value.catch(() => {
    if (readings.get(key)?.value === value) readings.delete(key)
  })
  return value
}

/** Reads everything for each page from now on, for comparison. */
export function keepNoReads(): void {
  state.isOff = true
}

/** Forgets all readings, after something was written that a page shows. */
export const forgetReads = (): void => readings.clear()

/** The number of kept readings. */
export const readingsKept = (): number => readings.size
