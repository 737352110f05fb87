import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from './process-wide'

/** One statement of a request, for a trace: its text without values, when it began, how long it took (milliseconds). */
export type Statement = { text: string; began: number; took: number; failed: boolean }

/** What a log line or a trace says of the request it belongs to. Nothing of it is about a person. */
export type Running = {
  /** Random; the answer's `X-Request-Id`. */
  id: string
  /** Kept only while traces are sent. */
  statements: Statement[] | null
}

type Told = { level: 'info' | 'warn'; message: string; fields: Record<string, unknown> }
type Registry = {
  storage: AsyncLocalStorage<Running>
  /** Somebody asked for lines of every level. */
  telling: boolean
  tell: (told: Told) => void
  slowMs: number
  slow: number
}

const registry = processWide(
  'request',
  (): Registry => ({
    storage: new AsyncLocalStorage(),
    telling: false,
    tell: () => {},
    slowMs: Number.POSITIVE_INFINITY,
    slow: 0,
  }),
)

/** Runs the answering of a request, so that whatever is logged meanwhile carries its id. */
export const withRequest = <T>(running: Running, work: () => T): T => registry.storage.run(running, work)

/** The request being answered, if any. */
export const runningRequest = (): Running | undefined => registry.storage.getStore()

/** Whether lines that say no more than that all is well go anywhere. */
export const isTelling = (): boolean => registry.telling

/**
 * Sets where structured lines go, and from how many milliseconds on a statement is slow.
 * @param telling lines of every level, not warnings alone
 */
export function observeRequests(tell: (told: Told) => void, slowMs: number, telling: boolean): void {
  registry.tell = tell
  registry.telling = telling
  registry.slowMs = slowMs
}

/** A structured line of the log; nothing while nobody asked for them. */
export const tell = (level: Told['level'], message: string, fields: Told['fields']): void =>
  registry.tell({ level, message, fields })

/** How many statements were slow, in both graphs. */
export const slowStatements = (): number => registry.slow

/** Notes that a statement has ended: for the trace, and for the log when it was slow. @param text without values */
export function noteStatement(text: string, began: number, failed: boolean): void {
  const took = performance.now() - began
  registry.storage.getStore()?.statements?.push({ text, began, took, failed })
  if (took < registry.slowMs) return
  registry.slow += 1
  registry.tell({
    level: 'warn',
    message: 'slow statement',
    fields: { ms: Math.round(took), sql: text.slice(0, 500) },
  })
}
