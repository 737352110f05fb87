import { basename, dirname, join } from 'node:path'
import { type Host, UnreadableError } from '../host/host'
import { noApp } from '../plan/app'
import type { Complaint } from './errors'
import { keyFile } from './key-file'
import type { Source } from './parse'
import { didYouMean } from './suggest'
import { isPath } from './values'

/** Returns a sentence on why a file could not be read. */
function whyNot(error: unknown): string {
  if (error instanceof UnreadableError) return `${basename(error.path)}: ${error.why}`
  throw error
}

/** True if a folder's package.json has a script `package`. */
async function hasPackageScript(folder: string, host: Host): Promise<boolean> {
  const text = await host.read(join(folder, 'package.json')).catch(() => null)
  try {
    return Boolean((JSON.parse(text ?? '') as { scripts?: { package?: unknown } }).scripts?.package)
  } catch {
    return false
  }
}

/** Returns the problem with the application's path; null if there is none. */
async function appFault(app: string, host: Host): Promise<string | null> {
  if (app === noApp) return null
  const kind = await host.kind(app)
  if (kind === 'folder')
    return (await hasPackageScript(app, host))
      ? null
      : `${app} has no package.json with a script “package”. Name a folder that has one, a Debian package, or none.`
  if (kind === 'file') return null
  const near = await host.list(dirname(app)).catch(() => [])
  const before = app.slice(0, app.lastIndexOf(basename(app)))
  const known = near.map((name) => `${before}${name}`)
  return `${app} doesn’t exist (paths are relative to the repository).${didYouMean(app, [...known, noApp])}`
}

type Said = { app?: unknown; ssh?: { keys?: unknown } | null; hooks?: { late?: unknown } | null }

/** Returns the application, the keys and the hooks, even from a config with errors elsewhere. */
function said(value: unknown): { app: string; keys: readonly unknown[] | null; late: readonly unknown[] } {
  const { app, ssh, hooks } = (value ?? {}) as Said
  return {
    app: typeof app === 'string' ? app : '',
    keys: Array.isArray(ssh?.keys) ? ssh.keys : null,
    late: Array.isArray(hooks?.late) ? hooks.late : [],
  }
}

/** True if the shell can't read a command. Debian's sh is dash, which the guest has: so it is asked first. */
async function hasSyntaxError(command: string, host: Host): Promise<boolean> {
  // The last step puts its own commands before it, so that none begins like an option.
  const args = ['-n', '-c', `:; ${command}`]
  const read = (await host.run('dash', args)) ?? (await host.run('sh', args))
  return read !== null && read.code !== 0
}

/** Returns a path named in a config: relative ones count from the folder of the file that names them. */
export function pathOf(said: string, config: string, host: Host): string {
  if (said.startsWith('~/')) return join(host.home(), said.slice(2))
  return said.startsWith('/') ? said : join(dirname(config), said)
}

/**
 * Checks the parts of a config that depend on this machine: the application exists, and key files can be read.
 * @returns the keys (null if the config names none) and the complaints
 */
export async function checkPaths(
  { value, places }: Source,
  host: Host,
): Promise<{ keys: string[] | null; complaints: Complaint[] }> {
  const complaints: Complaint[] = []
  const complain = (path: readonly PropertyKey[], message: string): void =>
    void complaints.push({ ...places.ofValue(path), message: `“${path.join('.')}”: ${message}` })
  const { app, keys: named, late } = said(value)
  const fault = app ? await appFault(app, host) : null
  if (fault) complain(['app'], fault)
  for (const [n, command] of late.entries())
    if (typeof command === 'string' && (await hasSyntaxError(command, host)))
      complain(['hooks', 'late', n], 'The shell finds a syntax error in this command: sh -n shows it.')
  if (!named) return { keys: null, complaints }
  const keys = new Set<string>()
  for (const [n, one] of named.entries()) {
    if (typeof one !== 'string') continue
    const found = isPath(one)
      ? await keyFile(pathOf(one, places.ofValue(['ssh', 'keys', n]).file, host), host).catch(whyNot)
      : [one]
    if (typeof found === 'string') complain(['ssh', 'keys', n], found)
    else for (const key of found) keys.add(key)
  }
  return { keys: [...keys], complaints }
}
