import { basename, dirname, join } from 'node:path'
import { type Host, UnreadableError } from '../host/host'
import { noApp } from '../plan/app'
import type { Complaint } from './errors'
import { keyFile } from './key-file'
import type { Source } from './parse'
import type { Config } from './schema'
import { didYouMean } from './suggest'
import { isPath } from './values'

/** Whether a folder can be packed: its package.json has a script of that name. */
async function hasPackageScript(folder: string, host: Host): Promise<boolean> {
  const text = await host.read(join(folder, 'package.json')).catch(() => null)
  try {
    return Boolean((JSON.parse(text ?? '') as { scripts?: { package?: unknown } }).scripts?.package)
  } catch {
    return false
  }
}

/** What is wrong with the path of the application; null when nothing is. */
async function appFault(app: string, host: Host): Promise<string | null> {
  if (app === noApp) return null
  const kind = await host.kind(app)
  if (kind === 'folder')
    return (await hasPackageScript(app, host))
      ? null
      : `${app} is a folder whose package.json has no script “package”. Name one that has, a Debian package, or none.`
  if (kind === 'file') return null
  const near = await host.list(dirname(app)).catch(() => [])
  const before = app.slice(0, app.lastIndexOf(basename(app)))
  const known = near.map((name) => `${before}${name}`)
  return `There is no ${app} (paths count from the folder of the repository).${didYouMean(app, [...known, noApp])}`
}

/**
 * What a config says of this machine: its application is there, and files of keys are read.
 * @returns the config with the keys themselves, and what is wrong
 */
export async function lookAround(
  { config, file, places }: Source,
  host: Host,
): Promise<{ config: Config; complaints: Complaint[] }> {
  const complaints: Complaint[] = []
  const complain = (path: readonly PropertyKey[], message: string): void =>
    void complaints.push({ ...places.ofValue(path), message: `“${path.join('.')}”: ${message}` })
  const fault = await appFault(config.app, host)
  if (fault) complain(['app'], fault)
  if (!config.ssh?.keys) return { config, complaints }
  const keys: string[] = []
  for (const [n, said] of config.ssh.keys.entries()) {
    if (!isPath(said)) {
      keys.push(said)
      continue
    }
    const path = said.startsWith('~/') ? join(host.home(), said.slice(2)) : join(dirname(file), said)
    try {
      const found = await keyFile(said.startsWith('/') ? said : path, host)
      if (typeof found === 'string') complain(['ssh', 'keys', n], found)
      else keys.push(...found)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      complain(['ssh', 'keys', n], `${basename(path)}: ${error.why}`)
    }
  }
  return { config: { ...config, ssh: { keys: [...new Set(keys)] } }, complaints }
}
