import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { probeAccelerator } from '../accelerator/probe'
import type { Resolved } from '../config/resolved'
import { suites } from '../config/suites'
import { appended, cpio } from '../initrd/cpio'
import { overlayEntries } from '../initrd/overlay'
import { buildSupplement, type Supplement } from '../initrd/supplement'
import { Archive, archiveKeyring } from '../mirror/archive'
import { startCache } from '../mirror/cache'
import { fetchInstaller, type Installer } from '../mirror/installer'
import { plannedFiles } from '../plan/plan'
import type { Watch } from '../watch/watch'
import { workplace } from './folder'
import { install, type Report } from './install'

const run = promisify(execFile)

/** Programs that a build calls, and the packages they are in. */
const tools = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  gpgv: 'gpgv',
  xz: 'xz-utils',
  cpio: 'cpio',
  'dpkg-deb': 'dpkg',
  depmod: 'kmod',
} as const

/** Something that a build needs is not on this machine. */
export class MissingError extends Error {}

async function checkTools(): Promise<void> {
  const missing: string[] = []
  for (const [tool, name] of Object.entries(tools))
    await run('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin" command -v "$1"', 'sh', tool]).catch(() =>
      missing.push(name),
    )
  if (missing.length > 0) throw new MissingError(`Missing here: apt-get install ${missing.join(' ')}`)
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** What went into an image, and how long each stage took. */
function manifest(
  { values, origins }: Resolved,
  installer: Installer,
  supplement: Supplement,
  watch: Watch,
  { accelerator, why }: { accelerator: string; why: string },
): string {
  const ended = Date.now()
  return `${JSON.stringify(
    {
      made: new Date(ended).toISOString(),
      appliance: values.appliance,
      suite: values.os.suite,
      installer: installer.version,
      kernel: supplement.kernel,
      udebs: supplement.udebs,
      replaced: supplement.replaced,
      accelerator,
      accelerator_because: why,
      origins,
      timeline: watch.timeline.map(({ stage, began }, n) => ({
        stage,
        seconds: Math.round(((watch.timeline[n + 1]?.began ?? ended) - began) / 1_000),
      })),
    },
    null,
    2,
  )}\n`
}

/** Where a build puts things: what was fetched, and what was made. */
export type Places = { cache: string; out: string }

/**
 * Builds an image with the distribution's own installer, in a guest, as an ordinary user. What is made has its final
 * name only when it is whole.
 * @returns the folder with the image
 * @throws ArchiveError, MissingError, BusyError, InstallError
 */
export async function build(
  resolved: Resolved,
  places: Places,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const { values } = resolved
  await checkTools()
  const place = await workplace(places.out, values.name)
  const work = join(place.folder, 'work')
  const logs = join(places.out, `${values.name}-failed`)
  try {
    await mkdir(work)
    report('fetch', 0, null)
    const archive = new Archive(
      values.os.mirror,
      values.os.suite,
      join(places.cache, 'files'),
      archiveKeyring,
      suites[values.os.suite].names,
    )
    const installer = await fetchInstaller(archive, values.os.suite, join(places.cache, 'files'))
    const supplement = await buildSupplement(archive, installer.initrd, work)
    const nonce = randomBytes(12).toString('hex')
    const overlay = cpio([...supplement.entries, ...overlayEntries(values, nonce)])
    await rm(work, { recursive: true })
    await copyFile(installer.kernel, join(place.folder, 'linux'))
    await writeFile(join(place.folder, 'initrd.gz'), appended(await readFile(installer.initrd), overlay))
    const probed = await probeAccelerator(installer.kernel, installer.initrd)
    const disk = join(place.folder, 'system.qcow2')
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', disk, String(values.vm.disk)])
    const cache = await startCache(
      {
        debian: values.os.mirror,
        'debian-security': values.os.mirror.replace(/\/debian$/, '/debian-security'),
      },
      join(places.cache, 'pool'),
    )
    const watch = await install(values, place.folder, { ...probed, cache, nonce, report, signal }).finally(
      cache.stop,
    )
    const image = join(place.folder, `${values.name}.raw`)
    await run('qemu-img', ['convert', '-f', 'qcow2', '-O', 'raw', '-S', '64k', disk, image])
    await run('qemu-img', [
      'convert',
      '-f',
      'qcow2',
      '-O',
      'qcow2',
      '-c',
      disk,
      join(place.folder, `${values.name}.qcow2`),
    ])
    for (const name of ['linux', 'initrd.gz', 'system.qcow2', 'cache.sh', 'monitor.sock'])
      await rm(join(place.folder, name), { force: true })
    const files = plannedFiles(values, nonce)
    for (const [name, text] of Object.entries(files)) await writeFile(join(place.folder, name), text)
    await writeFile(join(place.folder, 'resolved.yaml'), stringify(values))
    await writeFile(
      join(place.folder, 'manifest.json'),
      manifest(resolved, installer, supplement, watch, probed),
    )
    await writeSums(place.folder, [
      `${values.name}.raw`,
      `${values.name}.qcow2`,
      'manifest.json',
      'resolved.yaml',
      ...Object.keys(files),
    ])
    const version = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)
    return await place.finish(`${values.name}-${version}`)
  } catch (error) {
    await keepLogs(place.folder, logs)
    throw error
  } finally {
    await place.close()
  }
}

async function writeSums(folder: string, names: readonly string[]): Promise<void> {
  const lines: string[] = []
  for (const name of [...names].sort()) lines.push(`${await sha256Of(join(folder, name))}  ${name}`)
  await writeFile(join(folder, 'SHA256SUMS'), `${lines.join('\n')}\n`)
}

/** The logs of a build that failed stay, under a name that says so. */
async function keepLogs(folder: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  for (const name of ['installer.log', 'console.log']) {
    const text = await readFile(join(folder, name)).catch(() => null)
    if (!text) continue
    await mkdir(to, { recursive: true })
    await writeFile(join(to, name), text)
  }
}
