import { parseArgs } from 'node:util'

/** A command was called with wrong arguments: exit 2. */
export class UsageError extends Error {}

/** Returns a required argument. */
export function needed(value: string | undefined, what: string): string {
  if (!value) throw new UsageError(`${what} is missing.`)
  return value
}

/**
 * Parses a command's arguments.
 * @param most the most words that the command accepts
 * @param options the options that it accepts: `string` with a value, `boolean` without
 * @throws UsageError for too many words or an unknown option
 */
export function parseCommand<O extends Record<string, 'string' | 'boolean'> = Record<string, never>>(
  args: string[],
  most: number,
  options?: O,
): { words: string[]; given: { [N in keyof O]?: O[N] extends 'string' ? string : boolean } } {
  const known = Object.entries(options ?? {}).map(([name, type]) => [name, { type }] as const)
  try {
    const { values, positionals } = parseArgs({
      args,
      options: Object.fromEntries(known),
      allowPositionals: true,
    })
    const extra = positionals[most]
    if (extra !== undefined) throw new UsageError(`Unexpected argument ${JSON.stringify(extra)}.`)
    return { words: positionals, given: values as ReturnType<typeof parseCommand<O>>['given'] }
  } catch (error) {
    if (error instanceof UsageError) throw error
    // Node appends advice in further sentences and lines.
    throw new UsageError(`${(error as Error).message.split(/\.?( |\n)(?=[A-Z])/)[0]}.`)
  }
}
