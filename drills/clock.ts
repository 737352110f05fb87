import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { closePool } from '@/db'
import { startSession } from '@/lib/user'
import { aUser } from '@/tests/makers'
import { type Drill, NotHere, underLoad } from './kit/run'

const library = () =>
  ['x86_64', 'aarch64']
    .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
    .find((path) => existsSync(path))

function faketime(): string {
  const found = library()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'libfaketime'], options)
  }
  const installed = library()
  if (!installed) throw new NotHere('libfaketime is missing (Debian: apt-get install libfaketime)')
  return installed
}

/** The site's clock is an hour ahead of the database's, then an hour behind. */
export const drill: Drill = {
  about: "the site's clock an hour ahead of the database's, then an hour behind",
  async run() {
    const LD_PRELOAD = faketime()
    return underLoad({}, async (site) => {
      const user = await aUser()
      const cookie = `session=${await startSession(user.id, 'drill')}`
      await closePool()
      const shifts: Record<string, string> = {}
      let ok = true
      for (const [shift, hours] of [
        ['+1h', 1],
        ['-1h', -1],
        ['', 0],
      ] as const) {
        await site.kill('SIGTERM')
        await site.launch(shift ? { LD_PRELOAD, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: '1' } : {})
        await site.good()
        const answer = await fetch(`${site.origin}/settings`, {
          headers: { Cookie: cookie, Accept: 'text/html' },
        })
        await answer.arrayBuffer()
        const off = (Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 3_600_000
        const front = await fetch(site.origin, { headers: { Accept: 'text/html' } })
        const shown = (await front.text()).includes('<article class="entry"')
        const fine = Math.round(off) === hours && answer.status === 200 && front.status === 200 && shown
        shifts[`clock ${shift || 'right'}`] = fine
          ? 'session holds, pages are there'
          : `status ${answer.status}, ${off.toFixed(2)} h`
        ok &&= fine
        await sleep(2_000)
      }
      return { figures: shifts, ok }
    })
  },
}
