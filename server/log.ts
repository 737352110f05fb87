import { format } from 'node:util'
import pino, { type Logger } from 'pino'
import { observeRequests, runningRequest } from '@/core/request'
import { describeError } from './quiet-errors'

/** Log lines of a program: one JSON object each, with the request's id. Nobody's address, text, handle or path is in any. */
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
 * Sets up what is logged. As text, for people: errors and slow statements. As JSON (`LOG=json`): those, everything else
 * that is said, and a line for each answer.
 * @param slowMs from how many milliseconds on a statement is slow
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
