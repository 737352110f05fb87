import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { appPackage } from '../app/app'
import type { Values } from '../config/resolved'
import { suites } from '../config/suites'
import { Archive, archiveKeyring } from '../mirror/archive'
import { fetchInstaller, type Installer } from '../mirror/installer'
import { type AppSource, appLine } from '../plan/app'
import { cacheInGuest } from '../plan/plan'
import { builderKey, type Key } from '../repo/key'
import { type LocalPackage, makeRepository } from '../repo/repository'
import { inputsHash } from './base'
import { builderDigest, sha256Of } from './digest'

/** Everything that a build gathers before it starts a guest. */
export type Prepared = {
  archive: Archive
  installer: Installer
  app: LocalPackage | null
  source: AppSource | null
  /** The local repository. */
  repository: string
  key: Key
  nonce: string
  /** A hash of all inputs except the version of the application. */
  hash: string
}

/**
 * Fetches and verifies the installer, has the application packaged, and makes the local repository.
 * @param cache folder for downloads, and for the builder's key
 * @param work a folder that is deleted after the build
 */
export async function prepare(values: Values, cache: string, work: string): Promise<Prepared> {
  const files = join(cache, 'files')
  const archive = new Archive(
    values.os.mirror,
    values.os.suite,
    files,
    archiveKeyring,
    suites[values.os.suite].names,
  )
  const installer = await fetchInstaller(archive, values.os.suite, files)
  const app = await appPackage(values.app)
  const key = await builderKey(join(cache, 'key'))
  const repository = join(work, 'repository')
  await rm(repository, { recursive: true, force: true })
  await mkdir(repository, { recursive: true })
  if (app) await makeRepository([app], repository, key, new Date())
  const index = (await archive.release()).files.get('main/binary-amd64/Packages.xz')?.sha256 ?? ''
  const digests = [
    await sha256Of(installer.kernel),
    await sha256Of(installer.initrd),
    index,
    await builderDigest(),
  ]
  return {
    archive,
    installer,
    app,
    source: app && { name: app.name, line: appLine(cacheInGuest.host), key: key.public },
    repository,
    key,
    nonce: randomBytes(12).toString('hex'),
    hash: await inputsHash({ values, digests, app }),
  }
}
