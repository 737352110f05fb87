import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { suites } from '../config/suites'
import { factsOf } from '../host/facts'
import { realHost } from '../host/real'
import { appended, cpio } from '../initrd/cpio'
import { overlayEntries } from '../initrd/overlay'
import { Archive, archiveKeyring } from '../mirror/archive'
import { fetchInstaller, type Installer } from '../mirror/installer'
import { installGuest } from '../plan/plan'
import { follow, start, userIdsOf } from '../vm/run'
import { Watch } from '../watch/watch'

// Runs the real installer's kernel in a real guest up to its first questions. `npm run test:appliance` tests the
// whole install, which takes an hour.
const needed = ['qemu-system-x86_64', 'gpgv', 'xz', 'dpkg-deb'].filter((tool) => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' })
    return false
  } catch {
    return true
  }
})
const root = mkdtempSync(join(tmpdir(), 'installer-'))
after(() => rmSync(root, { recursive: true, force: true }))

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA somebody'
let installer: Installer | null = null
let why = needed.length > 0 ? `missing here: ${needed.join(', ')}` : ''
const { values } = resolve(
  parseConfig('appliance: www.example.org\napp: none\n', 'test.yaml'),
  { ...(await factsOf(realHost)), publicKeys: { key } },
  'test.yaml',
)

before(async () => {
  if (why) return
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-appliance', 'files')
  const archive = new Archive(values.os.mirror, 'trixie', cache, archiveKeyring, suites.trixie.names)
  try {
    installer = await fetchInstaller(archive, 'trixie', cache)
  } catch (error) {
    // An unreachable mirror is not the builder's fault, but a false signature is a failure.
    if (/request to the mirror failed|responded with 5\d\d/.test(String(error)))
      why = `the mirror is away: ${String(error)}`
    else throw error
  }
})

test('the verified installer runs as nobody, uses our preseed, and names a question without an answer', async (t) => {
  if (why || !installer) return t.skip(why)
  const folder = mkdtempSync(join(root, 'guest-'))
  chmodSync(folder, 0o755)
  const entries = overlayEntries(values, 'nonce', null).map((entry) =>
    entry.path === 'preseed.cfg' && entry.kind === 'file'
      ? { ...entry, data: String(entry.data).replace(/^d-i netcfg\/get_nameservers .*\n/m, '') }
      : entry,
  )
  copyFileSync(installer.kernel, join(folder, 'linux'))
  writeFileSync(join(folder, 'initrd.gz'), appended(readFileSync(installer.initrd), cpio(entries)))
  const plan = installGuest(values, 'tcg')
  const network = plan.network && { ...plan.network, services: [] }
  const guest = start({ ...plan, disks: [], network, memory: 1 << 30 }, folder)
  const stop = new AbortController()
  const watch = new Watch('nonce', { stage: 600, total: 1_200 }, Date.now())
  let trouble: ReturnType<Watch['tick']> = null
  let ids: number[] = []
  const take = (found: ReturnType<Watch['tick']>): void => {
    if (watch.timeline.length > 1 && ids.length === 0) ids = userIdsOf(guest.pid)
    trouble ??= found
    if (trouble) stop.abort()
  }
  const read = async (file: string, line: 'log' | 'console'): Promise<void> => {
    for await (const text of follow(join(folder, file), stop.signal)) take(watch[line](text, Date.now()))
  }
  const clock = setInterval(() => take(watch.tick(Date.now())), 500)
  guest.ended.then(
    () => stop.abort(),
    () => stop.abort(),
  )
  try {
    await Promise.all([read('installer.log', 'log'), read('console.log', 'console')])
  } finally {
    clearInterval(clock)
    await guest.kill()
  }
  assert.deepEqual(
    watch.timeline.map(({ stage }) => stage),
    ['start', 'network'],
  )
  assert.equal(ids.length, 4)
  assert.ok(!ids.includes(0), `QEMU runs as ${ids}`)
  const { what = '', cure = '' } = trouble ?? {}
  assert.match(what, /is waiting for an answer to netcfg\/get_nameservers/)
  assert.match(cure, /preseed:.*netcfg\/get_nameservers/)
})
