import { format } from 'node:util'

/** The frames of a stack, without the message that stands above them. */
const frames = ({ stack = '' }: Error): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)

/**
 * An error for the log. A failed query's message holds the values that were sent, which is what people typed;
 * so of messages only the first line is told, of queries only that one failed, of causes their codes.
 */
export function describeError(error: Error): string {
  const lines: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as Error & { code?: unknown }
    const isQuery = at.message.startsWith('Failed query')
    const message = isQuery ? 'Failed query' : (at.message.split('\n')[0] ?? '').slice(0, 300)
    lines.push(
      `${lines.length ? 'caused by ' : ''}${at.name}: ${message}${typeof code === 'string' ? ` (${code})` : ''}`,
      ...frames(at),
    )
  }
  return lines.join('\n')
}

/** Makes `console.error`, which Next uses too, tell errors without what people typed. */
export function quietErrors(): void {
  // Whoever read the log may leave (`npm start | head`). Telling the log that it cannot be written would never end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  console.error = (...parts: unknown[]) => {
    process.stderr.write(
      `${format(...parts.map((part) => (part instanceof Error ? describeError(part) : part)))}\n`,
    )
  }
}
