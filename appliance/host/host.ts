/** What the builder may do to the machine it runs on; steps see it only as this. */
export type Host = {
  /** A file's text; null when it is not there. */
  read(path: string): Promise<string | null>
  /** Writes a file whole: under another name first, then renamed. @throws when there is one already and `replace` is not set */
  write(path: string, text: string, options?: { replace?: boolean }): Promise<void>
  /** Names in a folder; empty when there is none. */
  list(folder: string): Promise<string[]>
  env(name: string): string | undefined
  home(): string
  /** Runs a program to its end; null when there is none of that name. */
  run(name: string, args: readonly string[]): Promise<{ code: number; out: string } | null>
  /** Milliseconds since 1970. */
  now(): number
}
