import { format } from 'node:util'

/** Returns the frames of a stack, without the message above them. */
const frames = ({ stack = '' }: Error): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)

/**
 * Describes an error for the log. A failed query's message contains the values sent, which people typed. So messages
 * are cut to their first line, queries to the fact that they failed, and causes are logged with their codes.
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

/** Makes `console.error`, which Next uses too, log errors without what people typed. */
export function quietErrors(): void {
  // The reader of the log may exit (`npm start | head`). Logging that write error would fail and repeat forever.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  console.error = (...parts: unknown[]) => {
    process.stderr.write(
      `${format(...parts.map((part) => (part instanceof Error ? describeError(part) : part)))}\n`,
    )
  }
}
