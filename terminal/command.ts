import { lookUp } from '@/core/look-up'

/** A call of the API (docs: /developers). */
export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Its path below `/api/v1`, with its query. */
  path: string
  body?: unknown
  /** The idempotency key, so that a repeated write changes nothing. */
  key?: string
}

/** What a command asks of the site. In one process with it or over HTTP, it gets the same. */
export type Site = {
  /** Calls the API. @returns the status and the parsed JSON */
  call: (call: Call) => Promise<{ status: number; body: unknown }>
  /** Reads a text of the site, such as a blog post. */
  text: (path: string) => Promise<{ status: number; body: string }>
  /** What to do without an account, in a sentence. */
  signIn: string
  /** Makes an account for whoever is connected. Only by SSH, where a key says who that is. */
  join?: (handle: string) => Promise<{ ok: true } | { ok: false; message: string }>
  /** Tells what the randomarts of users are drawn from, by handle. Only on screens, which show them beside texts. */
  faces?: (handles: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>
  /** Adds the key of whoever is connected to the account that made a code. Only by SSH. */
  joinByCode?: (
    code: string,
  ) => Promise<{ ok: true; value: { handle: string; needsCode: boolean } } | { ok: false; message: string }>
  /** The origin at which people find the site, for addresses that are shown. */
  origin: string
}

/** Where a command writes, and what it may assume of the reader. */
export type Output = { columns: number; json: boolean }

/** What a command found: for `--json` the data, and the lines for people. */
export type Shown = { data: unknown; lines: readonly string[] }

/** Why a command ended without success: 1 refused or not there, 2 not understood. */
export class CommandError extends Error {
  constructor(
    readonly status: 1 | 2,
    message: string,
  ) {
    super(message)
  }
}

/** An option of a command, for `parseArgs` of Node and for the completion of shells. */
export type Option = { type: 'string' | 'boolean'; summary: string; multiple?: boolean }

/** Parsed words of a command line. */
export type Words = {
  positionals: readonly string[]
  values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
}

/** A command: the same by SSH and on the command line. */
export type Command = {
  name: string
  /** Its arguments, as `--help` shows them. */
  usage: string
  summary: string
  options?: Readonly<Record<string, Option>>
  /** The number of arguments it takes: at least, at most. */
  takes: readonly [number, number]
  /** It reads a text from standard input. */
  reads?: 'text' | 'key'
  run: (site: Site, words: Words, output: Output, input: string) => Promise<Shown>
}

/** Returns the value of an option that is a text. */
export const textOf = ({ values }: Words, name: string): string | undefined => {
  const value = lookUp(values, name)
  return typeof value === 'string' ? value : undefined
}
