/** A file or folder that is there and cannot be read, or is no text: why, and where in it. */
export class UnreadableError extends Error {
  constructor(
    readonly path: string,
    /** A sentence that begins with “It”. */
    readonly why: string,
    /** Counted from 1; left out where the whole is at fault. */
    readonly place?: { line: number; column: number },
  ) {
    super(`${path}: ${why}`)
  }
}

/** What the builder may do to the machine it runs on; steps see it only as this. */
export type Host = {
  /** A file's text; null when it is not there. @throws UnreadableError */
  read(path: string): Promise<string | null>
  /** What is at a path; null when nothing is. */
  kind(path: string): Promise<'file' | 'folder' | null>
  /** Whether this account may read and write what is at a path. */
  usable(path: string): Promise<boolean>
  /** Writes a file whole: under another name first, then renamed. @throws when there is one already and `replace` is not set */
  write(path: string, text: string, options?: { replace?: boolean }): Promise<void>
  /** Names in a folder; empty when there is none. @throws UnreadableError */
  list(folder: string): Promise<string[]>
  env(name: string): string | undefined
  home(): string
  /** Runs a program to its end; null when there is none of that name. */
  run(name: string, args: readonly string[]): Promise<{ code: number; out: string } | null>
  /** Milliseconds since 1970. */
  now(): number
}

/** How the builder speaks: `say` is the result on stdout, `note` is talk on stderr. */
export type Voice = { say: (line: string) => void; note: (line: string) => void }
