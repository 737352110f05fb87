import { format } from 'node:util'
import pino, { type Logger } from 'pino'
import { observeRequests, runningRequest } from '@/core/request'
import { describeError } from './quiet-errors'

/**
 * Returns a logger for JSON lines, each with the request's id. No line has an address, text, handle or path in it.
 */
export function makeLogger(
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const id = runningRequest()?.id
        return id ? { request: id } : {}
      },
    },
    destination,
  )
}

const describe = (part: unknown) => (part instanceof Error ? describeError(part) : part)

/**
 * Sets up the log. As text, for people: errors and slow statements. As JSON (`LOG=json`): those, all other messages,
 * and a line for each response.
 * @param slowMs statements from this many milliseconds on are slow
 */
export function setUpLog(json: boolean, slowMs: number): void {
  if (!json) {
    observeRequests(
      ({ level, message, fields }) => {
        if (level === 'warn') console.error(message, JSON.stringify(fields))
      },
      slowMs,
      false,
    )
    return
  }
  const logger = makeLogger()
  observeRequests(({ level, message, fields }) => logger[level](fields, message), slowMs, true)
  console.error = (...parts: unknown[]) => {
    const error = parts.find((part): part is Error => part instanceof Error)
    const words = parts.filter((part) => part !== error)
    logger.error(error ? { error: describe(error) } : {}, format(...words))
  }
}
