import { parseArgs } from 'node:util'

/** The command was not called as it should be: exit 2. */
export class UsageError extends Error {}

/** The one argument a command needs. */
export function needed(value: string | undefined, what: string): string {
  if (!value) throw new UsageError(`${what} is missing.`)
  return value
}

/**
 * Takes a command's arguments apart.
 * @param most how many words it takes
 * @param options what it takes by name: `string` with a value, `boolean` without
 * @throws UsageError when there are more words, or an option that it does not take
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
    if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is more than this command takes.`)
    return { words: positionals, given: values as ReturnType<typeof parseCommand<O>>['given'] }
  } catch (error) {
    if (error instanceof UsageError) throw error
    // Node adds advice in sentences and lines of its own.
    throw new UsageError(`${(error as Error).message.split(/\.?( |\n)(?=[A-Z])/)[0]}.`)
  }
}
