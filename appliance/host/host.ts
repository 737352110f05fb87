import { join } from 'node:path'
import type { Probed } from '../accelerator/probe'

/** A file or folder that exists but cannot be read or is not text, with the reason and the place. */
export class UnreadableError extends Error {
  constructor(
    readonly path: string,
    /** A sentence that begins with “It”. */
    readonly why: string,
    /** Counted from 1; left out if the whole file is affected. */
    readonly place?: { line: number; column: number },
  ) {
    super(`${path}: ${why}`)
  }
}

/** The builder's access to the machine it runs on. Steps use only this interface. */
export type Host = {
  /** Returns a file's text; null if it does not exist. @throws UnreadableError */
  read(path: string): Promise<string | null>
  /** Returns what exists at a path; null for nothing. */
  kind(path: string): Promise<'file' | 'folder' | null>
  /** True if this account may read and write a path. */
  usable(path: string): Promise<boolean>
  /**
   * Writes a file atomically: under another name first, then renamed. @throws if it exists and `replace` is not set
   */
  write(path: string, text: string, options?: { replace?: boolean }): Promise<void>
  /** Returns the names in a folder; empty if there is none. @throws UnreadableError */
  list(folder: string): Promise<string[]>
  env(name: string): string | undefined
  home(): string
  /** Runs a program to its end; null if it does not exist. */
  run(name: string, args: readonly string[]): Promise<{ code: number; out: string } | null>
  /** Starts a kernel under KVM, if this account can use it. @returns how guests run here, and why */
  accelerator(): Promise<Probed>
  /** Milliseconds since 1970. */
  now(): number
}

/** Returns the folder for everything that the builder fetched or keeps, and that a build can make again. */
export const cacheFolder = (host: Pick<Host, 'env' | 'home'>): string =>
  join(host.env('XDG_CACHE_HOME') || join(host.home(), '.cache'), 'ibtsocs-appliance')

/** The output of the builder: `say` prints results on stdout, `note` prints messages on stderr. */
export type Voice = { say: (line: string) => void; note: (line: string) => void }
