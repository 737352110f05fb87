import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { probeAccelerator } from '../accelerator/probe'
import type { Span } from '../artefacts/timeline'
import type { Resolved, Values } from '../config/resolved'
import { run } from '../host/programs'
import { appended, type CpioEntry, cpio } from '../initrd/cpio'
import { overlayEntries } from '../initrd/overlay'
import { buildSupplement } from '../initrd/supplement'
import { startCache } from '../mirror/cache'
import { refreshCommands, refreshScript } from '../plan/refresh'
import type { Watch } from '../watch/watch'
import { findBase, keepBase } from './base'
import { deliver } from './deliver'
import { workplace } from './folder'
import { install, type Report } from './install'
import { type Prepared, prepare } from './prepare'
import { refresh } from './refresh'
import { checkTools } from './tools'

/** The folders of a build: downloads, and results. */
export type Places = { cache: string; out: string }

const spansOf = (watch: Watch, ended: number): Span[] =>
  watch.timeline.map(({ stage, began }, n) => ({
    stage,
    seconds: Math.round(((watch.timeline[n + 1]?.began ?? ended) - began) / 1_000),
  }))

/** Returns the script of a refresh, for the initrd. */
const refreshEntries = ({ source, app, nonce }: Prepared): CpioEntry[] =>
  source && app
    ? [
        {
          path: refreshScript.slice(1),
          kind: 'file',
          mode: 0o755,
          data: refreshCommands(source, app.version, nonce),
        },
      ]
    : []

/** Serves Debian and the application's repository to the guest. */
const serve = ({ os }: Values, { repository }: Prepared, cache: string) =>
  startCache(
    {
      debian: os.mirror,
      'debian-security': os.mirror.replace(/\/debian$/, '/debian-security'),
      app: resolve(repository),
    },
    join(cache, 'pool'),
  )

/**
 * Builds an image with the distribution's own installer in a guest, as an ordinary user. If the same system was built
 * before, installs the application on a copy of it instead. The result gets its final name only once it is complete.
 * @param entries additions to the initrd in place of the builder's own preseed and last step; the cached base is not
 *   used then
 * @param note prints a message
 * @returns the folder with the image
 * @throws ArchiveError, AppError, MissingError, BusyError, InstallError; the signal's reason if it fires between
 *   steps
 */
export async function build(
  resolved: Resolved,
  places: Places,
  report: Report,
  signal: AbortSignal,
  {
    entries,
    note = () => {},
  }: { entries?: (nonce: string) => CpioEntry[]; note?: (line: string) => void } = {},
): Promise<string> {
  const { values } = resolved
  checkTools()
  const place = await workplace(places.out, values.name)
  const { folder } = place
  const work = join(folder, 'work')
  try {
    await mkdir(work)
    report('fetch', 0, null)
    signal.throwIfAborted()
    const prepared = await prepare(values, places.cache, work)
    signal.throwIfAborted()
    const { archive, installer, nonce, source, hash } = prepared
    const base = entries ? null : await findBase(places.cache, hash)
    const supplement = await buildSupplement(archive, installer.initrd, join(work, 'initrd'))
    signal.throwIfAborted()
    const step = base ? refreshEntries(prepared) : (entries?.(nonce) ?? overlayEntries(values, nonce, source))
    await copyFile(installer.kernel, join(folder, 'linux'))
    await writeFile(
      join(folder, 'initrd.gz'),
      appended(await readFile(installer.initrd), cpio([...supplement.entries, ...step])),
    )
    const accelerator = await probeAccelerator(installer.kernel)
    if (accelerator.accelerator === 'tcg')
      note(`${accelerator.why} The guest is emulated, several times slower.`)
    signal.throwIfAborted()
    const disk = join(folder, 'system.qcow2')
    const cache = await serve(values, prepared, places.cache)
    const options = { ...accelerator, cache, nonce, report, signal }
    let timeline: readonly Span[]
    try {
      if (!base) {
        await run('qemu-img', ['create', '-q', '-f', 'qcow2', disk, String(values.vm.disk)])
        timeline = spansOf(await install(values, folder, options), Date.now())
      } else if (source) {
        timeline = [{ stage: 'application', seconds: await refresh(values, folder, base.disk, options) }]
      } else {
        await copyFile(base.disk, disk)
        timeline = []
      }
    } finally {
      await cache.stop()
    }
    if (!base && !entries) await keepBase(places.cache, hash, disk, timeline)
    const final = `${values.name}-${new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)}`
    await deliver(resolved, prepared, folder, {
      supplement,
      accelerator,
      timeline,
      base: base ? 'cached' : 'installed',
      final: join(places.out, final),
    })
    await rm(work, { recursive: true })
    // Logs of earlier failures are obsolete now: `logs` prints the latest.
    await rm(join(places.out, `${values.name}-failed`), { recursive: true, force: true })
    return await place.finish(final)
  } catch (error) {
    await keepLogs(folder, join(places.out, `${values.name}-failed`))
    throw error
  } finally {
    await place.close()
  }
}

/** Keeps the logs of a failed build, under a name that says so. */
async function keepLogs(folder: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  for (const name of ['installer.log', 'console.log']) {
    const text = await readFile(join(folder, name)).catch(() => null)
    if (!text) continue
    await mkdir(to, { recursive: true })
    await writeFile(join(to, name), text)
  }
}
