/**
 * An error in a config with its place. Lines and columns count from 1.
 * `file` is set if it isn't the config itself but one that it extends, or a `--set`; the latter has no line.
 */
export type Complaint = { file?: string; line: number; column: number; message: string }

/** Replaces control characters in text quoted from a config, because they could move a terminal's cursor. */
const harmless = (text: string): string => text.replace(/\p{Cc}/gu, '�')

/** Returns complaints with their files, those of the config itself first. The guests of a fleet repeat some. */
function sorted(file: string, complaints: readonly Complaint[]): Required<Complaint>[] {
  const all = complaints.map((one) => ({ ...one, file: one.file ?? file }))
  const files = [...new Set([file, ...all.map((one) => one.file)])]
  const keyOf = (one: Required<Complaint>): string =>
    JSON.stringify([one.file, one.line, one.column, one.message])
  return [...new Map(all.map((one) => [keyOf(one), one])).values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}

/** A config that cannot be used. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly complaints: readonly Complaint[],
  ) {
    super(
      sorted(file, complaints)
        .map(({ file: at, line, column, message }) =>
          line === 0
            ? `${harmless(at)}: ${harmless(message)}`
            : `${at}:${line}:${column} ${harmless(message)}`,
        )
        .join('\n'),
    )
  }

  /** Returns all complaints with their files, in the order of the message. */
  get placed(): Required<Complaint>[] {
    return sorted(this.file, this.complaints)
  }
}
