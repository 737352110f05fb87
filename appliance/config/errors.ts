/** An error in a config with its place. Lines and columns count from 1. */
export type Complaint = { line: number; column: number; message: string }

/** Replaces control characters in text quoted from a config, because they could move a terminal's cursor. */
const harmless = (text: string): string => text.replace(/\p{Cc}/gu, '�')

/** A config that cannot be used. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly complaints: readonly Complaint[],
  ) {
    super(
      complaints
        .toSorted((a, b) => a.line - b.line || a.column - b.column)
        .map(({ line, column, message }) => `${file}:${line}:${column} ${harmless(message)}`)
        .join('\n'),
    )
  }
}
