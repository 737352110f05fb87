// The only place where the builder starts programs, so that all are found in the same folders.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of Debian's programs. An ordinary account's PATH lacks those for administration, such as /usr/sbin. */
const system = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const

/** Returns a PATH with the system's folders after its own. An empty entry, which means the current folder, is left out. */
export function searchPath(path: string | undefined = process.env.PATH): string {
  const own = (path ?? '').split(':').filter(Boolean)
  return [...own, ...system.filter((folder) => !own.includes(folder))].join(':')
}

/** Variables of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Returns the environment for a program: that of this process with `more`, and the folders to search. */
export const programEnv = (more: Variables = {}): NodeJS.ProcessEnv => {
  const env = { ...process.env, ...more }
  return { ...env, PATH: searchPath(env.PATH) }
}

/** Returns the path of a program; null if none of the folders has it. */
export function findProgram(name: string, path?: string): string | null {
  for (const folder of searchPath(path).split(':')) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      if (statSync(file).isFile()) return file
    } catch {
      // Not here, or not for this account.
    }
  }
  return null
}

/** Options of `run`: `timeout` in milliseconds, `maxBuffer` in bytes for each of its outputs. */
export type RunOptions = {
  cwd?: string
  env?: Variables
  maxBuffer?: number
  timeout?: number
  signal?: AbortSignal
  /** Its standard input; left out, that stays open and empty. */
  input?: string
}

/**
 * Runs a program to its end. @returns its outputs as text
 * @throws its error: `code` is its exit code, or ENOENT if there is none of this name; `stderr` is its output
 */
export const run = (
  name: string,
  args: readonly string[],
  { env, input, ...options }: RunOptions = {},
): Promise<{ stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      name,
      [...args],
      { ...options, env: programEnv(env), encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error) reject(Object.assign(error, { stdout, stderr }))
        else resolve({ stdout, stderr })
      },
    )
    if (input === undefined) return
    // A program may end without reading its input.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })

/** Starts a program: spawn() of Node, in these folders. */
export const launch: typeof spawn = ((name: string, args: string[], options: { env?: Variables }) =>
  spawn(name, args, { ...options, env: programEnv(options.env) })) as typeof spawn

/** Runs a program while this process waits: spawnSync() of Node, in these folders. */
export const launchSync: typeof spawnSync = ((
  name: string,
  args: string[],
  options: { env?: Variables } = {},
) => spawnSync(name, args, { ...options, env: programEnv(options.env) })) as typeof spawnSync

/** Runs a program while this process waits, with its output on the terminal. @throws Error unless it exits with 0 */
export function runSync(name: string, args: readonly string[], env?: Variables): void {
  const { error, status } = spawnSync(name, args, { stdio: 'inherit', env: programEnv(env) })
  if (error) throw error
  if (status !== 0) throw Object.assign(new Error(`${name} failed`), { cmd: name })
}
