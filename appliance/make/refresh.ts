import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Values } from '../config/resolved'
import { run } from '../host/programs'
import type { Cache } from '../mirror/cache'
import type { Accelerator } from '../plan/qemu'
import { refreshGuest } from '../plan/refresh'
import { follow, start } from '../vm/run'
import { InstallError, joinCache, type Report } from './install'

const stage = 'application'

/**
 * Runs a guest that installs another version of the application on a copy of a base, until it is off.
 * @param base the disk to start from; it is not changed
 * @throws InstallError
 */
export async function refresh(
  values: Values,
  folder: string,
  base: string,
  {
    accelerator,
    cache,
    nonce,
    report,
    signal,
  }: { accelerator: Accelerator; cache: Cache; nonce: string; report: Report; signal: AbortSignal },
): Promise<number> {
  const began = Date.now()
  await run('cp', ['--reflink=auto', base, join(folder, 'system.qcow2')])
  await joinCache(folder, cache)
  const stop = new AbortController()
  const guest = start(refreshGuest(values, accelerator), folder)
  let said: string | null = null
  let last = ''
  const interrupted = () => stop.abort()
  signal.addEventListener('abort', interrupted)
  const limit = values.timeouts.stage * (accelerator === 'kvm' ? 1 : 3)
  const listen = async () => {
    for await (const line of follow(join(folder, 'installer.log'), stop.signal)) {
      last = line.trim() || last
      said = /^appliance: (done \S+|refresh failed)/.exec(line)?.[1] ?? said
    }
  }
  const tick = async () => {
    while (!stop.signal.aborted && Date.now() - began < limit * 1_000) {
      report(stage, Math.min(0.95, (Date.now() - began) / 90_000), null)
      await sleep(1_000, undefined, { signal: stop.signal }).catch(() => {})
    }
    stop.abort()
  }
  try {
    const off = guest.ended.then(async () => {
      await sleep(500)
      stop.abort()
    })
    await Promise.all([
      listen(),
      tick(),
      Promise.race([off, new Promise((r) => stop.signal.addEventListener('abort', r))]),
    ])
    if (said !== `done ${nonce}`)
      throw new InstallError({
        stage,
        what: signal.aborted
          ? 'It was interrupted.'
          : `The step didn’t report that it was done. Its last line: ${last}`,
        cure: signal.aborted ? 'The unfinished image is deleted.' : 'installer.log says why.',
      })
    report(stage, 1, null)
    return Math.round((Date.now() - began) / 1_000)
  } finally {
    signal.removeEventListener('abort', interrupted)
    await guest.kill()
  }
}
