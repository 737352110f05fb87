import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../config/errors'
import { errorText } from '../host/error-text'
import { UnreadableError } from '../host/host'
import { interruptible } from '../host/interrupt'
import { UsageError } from '../load'

/** Milliseconds for the clean-up after an interrupt. Guests end with the process in any case. */
const grace = 20_000

/**
 * Runs a test program and exits: 0 if all tests passed, 1 if not or if interrupted, 2 for wrong usage.
 * @param usage its usage, on one line
 * @param takes how many arguments it accepts
 */
export async function program(
  usage: string,
  takes: { least: number; most: number },
  main: (args: readonly string[], signal: AbortSignal) => Promise<number>,
): Promise<never> {
  const args = process.argv.slice(2)
  try {
    if (args.length < takes.least || args.length > takes.most || args.some((one) => one.startsWith('-')))
      throw new UsageError(`Usage: ${usage}`)
    const code = await interruptible((signal) => {
      signal.addEventListener('abort', () => {
        console.error('Interrupted: ending its guests.')
        sleep(grace, undefined, { ref: false }).then(() => process.exit(1))
      })
      return main(args, signal)
    })
    process.exit(code)
  } catch (error) {
    const wrong = error instanceof UsageError || error instanceof ConfigError
    console.error(wrong || error instanceof UnreadableError ? error.message : errorText(error))
    process.exit(wrong ? 2 : 1)
  }
}
