import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './kit/load'
import { type Drill, type Found, NotHere, underLoad } from './kit/run'
import type { DrillSite } from './kit/site'

const megabytes = 320

/** Fills a disk until this many megabytes are free. */
function leave(mount: string, free: number): void {
  const { bavail, bsize } = statfsSync(mount)
  const more = Math.floor((bavail * bsize) / 2 ** 20) - free
  if (more > 0) spawnSync('sh', ['-c', `head -c ${more}M /dev/zero >> "$1"`, 'sh', join(mount, 'ballast')])
}

async function until(fine: () => Promise<boolean>, seconds: number): Promise<number> {
  const began = performance.now()
  while (!(await fine())) {
    if (performance.now() - began > seconds * 1_000) throw new Error(`not within ${seconds} s`)
    await sleep(50)
  }
  return Math.round(performance.now() - began)
}

const isReadOnly = async (site: DrillSite): Promise<boolean> => {
  const answer = await fetch(`${site.origin}/metrics`).catch(() => null)
  return /^ibtsocs_read_only 1$/m.test((await answer?.text()) ?? '')
}

const work = (mount: string): Promise<Found> =>
  underLoad({ data: join(mount, 'data') }, async (site, load) => {
    await sleep(1_500)
    leave(mount, 48)
    const noticed = await until(() => isReadOnly(site), 10)
    const token = load.people[0]?.token ?? ''
    const refused = await ask(site, 'POST', '/api/v1/bemoanings', {
      token,
      json: { body: 'It is full, and that is that.', tags: ['ci'] },
    })
    leave(mount, 0)
    await sleep(1_500)
    const page = await fetch(`${site.origin}/about`, { headers: { Accept: 'text/html' } })
    const said = /can’t save anything right now/.test(await (await fetch(`${site.origin}/tags`)).text())
    const reads =
      (await ask(site, 'GET', '/api/v1/bemoanings?limit=5'))?.status === 200 && page.status === 200
    rmSync(join(mount, 'ballast'))
    const left = await until(async () => !(await isReadOnly(site)), 20)
    await sleep(1_500)
    // All at once, before the site can notice: Postgres itself runs out of space.
    const before = site.postmaster
    leave(mount, 0)
    await sleep(3_000)
    rmSync(join(mount, 'ballast'))
    const back = await until(
      async () =>
        (await ask(site, 'GET', '/api/v1/bemoanings?limit=1'))?.status === 200 && !(await isReadOnly(site)),
      30,
    )
    await sleep(1_500)
    return {
      figures: {
        'noticed after ms': noticed,
        'refused with': refused?.status ?? 0,
        'said on the page': said,
        'reading goes on': reads,
        'left by itself after ms': left,
        'Postgres restarted by a sudden full disk': site.postmaster !== before,
        'writing again after ms': back,
      },
      ok: refused?.status === 503 && said && reads,
    }
  })

/** The disk under the database fills up, first slowly, then all at once, and is freed again. */
export const drill: Drill = {
  about: `a disk (tmpfs of ${megabytes} MB) that fills up, and is made free again`,
  async run() {
    if (process.getuid?.() !== 0) throw new NotHere('only root can mount a small disk')
    const mount = mkdtempSync(join(tmpdir(), 'ibtsocs-full-'))
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount], {
      encoding: 'utf8',
    })
    if (made.status !== 0) {
      rmdirSync(mount)
      throw new NotHere(`this machine can’t mount a disk (${made.stderr.trim()})`)
    }
    try {
      chmodSync(mount, 0o755)
      mkdirSync(join(mount, 'data'))
      return await work(mount)
    } finally {
      spawnSync('umount', [mount])
      rmdirSync(mount)
    }
  },
}
