/** Something wrong with a config: where, and what. Lines and columns count from 1. */
export type Complaint = { line: number; column: number; message: string }

/** A config that cannot be used. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly complaints: readonly Complaint[],
  ) {
    super(complaints.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'))
  }
}
