import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Values } from '../config/resolved'
import type { Cache } from '../mirror/cache'
import { installGuest } from '../plan/plan'
import type { Accelerator } from '../plan/qemu'
import { follow, type Running, start } from '../vm/run'
import { type Trouble, Watch } from '../watch/watch'

/** TCG takes about three times as long. */
const slower = 3

/** A script that connects one connection of the guest to the cache. */
const joinScript = (port: number): string => `#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/${port} || exit 1
cat <&3 &
answer=$!
cat >&3
wait "$answer"
`

/** Writes the script that connects the guest to the cache to a guest's folder. */
export async function joinCache(folder: string, cache: Cache): Promise<void> {
  const script = join(folder, 'cache.sh')
  await writeFile(script, joinScript(cache.port))
  await chmod(script, 0o755)
}

/** A failed install, which ends the build. */
export class InstallError extends Error {
  constructor(readonly trouble: Trouble) {
    super(`${trouble.stage}: ${trouble.what} ${trouble.cure}`)
  }
}

/** Reports progress: a share from 0 to 1, and the seconds left if known. */
export type Report = (stage: string, share: number, left: number | null) => void

async function feed(
  folder: string,
  watch: Watch,
  guest: Running,
  report: Report,
  stop: AbortController,
): Promise<Trouble | null> {
  let trouble: Trouble | null = null
  const take = (found: Trouble | null): void => {
    if (found && !trouble) {
      trouble = found
      stop.abort()
    }
  }
  const read = async (file: string, line: (text: string, now: number) => Trouble | null): Promise<void> => {
    for await (const text of follow(join(folder, file), stop.signal)) take(line(text, Date.now()))
  }
  const tick = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      take(watch.tick(Date.now()))
      report(watch.stage, watch.progress, watch.left(Date.now()))
      await sleep(1_000, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
  const off = guest.ended.then(async ({ code, said }) => {
    // Its last output still must be read.
    await sleep(500)
    if (code !== 0)
      take({
        stage: watch.stage,
        what: `QEMU exited with ${code}: ${said}`,
        cure: 'QEMU’s message says why.',
      })
    stop.abort()
  })
  await Promise.all([
    read('installer.log', (text, now) => watch.log(text, now)),
    read('console.log', (text, now) => watch.console(text, now)),
    tick(),
    off.catch(() => stop.abort()),
    // Whatever the reason to stop, the guest must not keep running.
    new Promise<void>((resolve) => {
      stop.signal.addEventListener('abort', () => guest.kill().then(resolve, resolve))
    }),
  ])
  return trouble ?? watch.ended()
}

/**
 * Runs the installer in a folder with kernel, initrd and disk, until the guest is off.
 * @returns when each stage began
 * @throws InstallError
 */
export async function install(
  values: Values,
  folder: string,
  {
    accelerator,
    cache,
    nonce,
    report,
    signal,
  }: { accelerator: Accelerator; cache: Cache; nonce: string; report: Report; signal: AbortSignal },
): Promise<Watch> {
  await joinCache(folder, cache)
  const times = accelerator === 'kvm' ? 1 : slower
  const { stage, total } = values.timeouts
  const watch = new Watch(nonce, { stage: stage * times, total: total * times }, Date.now())
  const stop = new AbortController()
  const interrupted = () => stop.abort()
  signal.addEventListener('abort', interrupted)
  const guest = start(installGuest(values, accelerator), folder)
  try {
    const trouble = await feed(folder, watch, guest, report, stop)
    if (signal.aborted)
      throw new InstallError({
        stage: watch.stage,
        what: 'It was interrupted.',
        cure: 'The unfinished image is deleted.',
      })
    if (trouble) throw new InstallError(trouble)
    return watch
  } finally {
    signal.removeEventListener('abort', interrupted)
    await guest.kill()
  }
}
