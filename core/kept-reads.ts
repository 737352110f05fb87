import { context } from './context'
import { processWide } from './process-wide'

/** How long a reading is shared, in milliseconds: a page that is the same for everybody is older than that at times. */
const life = 400
const { readings } = processWide('kept-reads', () => ({
  readings: new Map<string, { at: number; value: Promise<unknown> }>(),
}))

/**
 * Reads what is the same for all readers of a page, such as the cards of a list, once for those who come together. Only pages share
 * readings: calls of the API and commands read the database.
 * @param key everything that the result depends on; nothing of a reader
 * @returns the result, which nobody may change
 */
export function keptRead<T>(key: string, read: () => Promise<T>): Promise<T> {
  if (!context().fills) return read()
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

/** Forgets all readings: after something was written that a page shows. */
export const forgetReads = (): void => readings.clear()

/** The number of kept readings. */
export const readingsKept = (): number => readings.size
