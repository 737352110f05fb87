import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from './process-wide'

/** A statement of a request, for a trace: its text without values, start, duration (milliseconds). */
export type Statement = { text: string; began: number; took: number; failed: boolean }

/** Data about a request for log lines and traces. Contains nothing personal. */
export type Running = {
  /** Random; sent in the response as `X-Request-Id`. */
  id: string
  /** Collected only while traces are sent. */
  statements: Statement[] | null
}

type Told = { level: 'info' | 'warn'; message: string; fields: Record<string, unknown> }
type Registry = {
  storage: AsyncLocalStorage<Running>
  /** True if lines of every level are logged. */
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

/** Handles a request in a context that adds its id to all log lines. */
export const withRequest = <T>(running: Running, work: () => T): T => registry.storage.run(running, work)

/** The current request, if any. */
export const runningRequest = (): Running | undefined => registry.storage.getStore()

/** True if info lines are logged. */
export const isTelling = (): boolean => registry.telling

/**
 * Sets the sink for structured log lines and the milliseconds from which a statement is slow.
 * @param telling logs all levels, not only warnings
 */
export function observeRequests(tell: (told: Told) => void, slowMs: number, telling: boolean): void {
  registry.tell = tell
  registry.telling = telling
  registry.slowMs = slowMs
}

/** Writes a structured log line; does nothing if no sink is set. */
export const tell = (level: Told['level'], message: string, fields: Told['fields']): void =>
  registry.tell({ level, message, fields })

/** The number of slow statements in both module graphs. */
export const slowStatements = (): number => registry.slow

/** Records a finished statement in the trace, and in the log if it was slow. @param text without values */
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
