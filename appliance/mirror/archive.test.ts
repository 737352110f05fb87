import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { Archive, ArchiveError } from './archive'

const root = mkdtempSync(join(tmpdir(), 'archive-'))
const gnupg = join(root, 'gnupg')
const served = new Map<string, Buffer>()
let server: Server
let mirror = ''
let keyring = ''

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const gpg = (...args: string[]): Buffer =>
  execFileSync(
    'gpg',
    ['--homedir', gnupg, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...args],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )

/** Signs a Release that lists these files, and serves both. */
function publish(
  files: Record<string, Buffer>,
  signer: string,
  codename = 'trixie',
  { under = 'trixie', date = '2026-11-21' } = {},
): void {
  const lines = Object.entries(files).map(([name, data]) => ` ${sha256(data)} ${data.length} ${name}`)
  const release = `Origin: Test\nCodename: ${codename}\nVersion: 13.9\nDate: ${date}T09:00:00Z\nSHA256:\n${lines.join('\n')}\n`
  writeFileSync(join(root, 'Release'), release)
  served.set(
    `/debian/dists/${under}/InRelease`,
    gpg('--local-user', signer, '--clearsign', '--output', '-', join(root, 'Release')),
  )
  for (const [name, data] of Object.entries(files)) served.set(`/debian/dists/${under}/${name}`, data)
}

const deb = Buffer.from('a package, more or less')
const index = Buffer.from(
  `Package: a-tool\nVersion: 1.0\nFilename: pool/main/a/a-tool_1.0.deb\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\nDepends: b (>= 2), c | d\n\nPackage: lost\nVersion: 1\nFilename: pool/main/l/lost_1.deb\nSize: 1\nSHA256: ${sha256('x')}\n`,
)
const packed = () => execFileSync('xz', ['-c'], { input: index })

before(async () => {
  mkdirSync(gnupg, { mode: 0o700 })
  for (const name of ['archive', 'stranger'])
    gpg('--quick-gen-key', `${name}@example.org`, 'ed25519', 'sign', 'never')
  keyring = join(root, 'archive.gpg')
  writeFileSync(keyring, gpg('--export', 'archive@example.org'))
  server = createServer((request, response) => {
    const data = served.get(request.url ?? '')
    response.writeHead(data ? 200 : 404).end(request.method === 'HEAD' ? undefined : data)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`
})
after(() => {
  server.close()
  execFileSync('gpgconf', ['--homedir', gnupg, '--kill', 'all'])
  rmSync(root, { recursive: true, force: true })
})

let count = 0
const open = (): Archive => {
  count += 1
  return new Archive(mirror, 'trixie', join(root, `cache-${count}`), keyring)
}
const publishAll = (signer = 'archive@example.org', codename = 'trixie') => {
  publish({ 'main/binary-amd64/Packages.xz': packed() }, signer, codename)
  served.set('/debian/pool/main/a/a-tool_1.0.deb', deb)
}
const refused = (work: Promise<unknown>, message: RegExp) =>
  assert.rejects(work, (error) => error instanceof ArchiveError && message.test(error.message))

test('verifies from the key to the package, and uses the cache the next time', async () => {
  publishAll()
  const archive = open()
  const packages = await archive.packages()
  const tool = packages.get('a-tool')
  assert.ok(tool)
  const file = await archive.download(tool)
  assert.equal(readFileSync(file, 'utf8'), deb.toString())
  served.delete('/debian/pool/main/a/a-tool_1.0.deb')
  assert.equal(await archive.download(tool), file)
  const lost = packages.get('lost')
  assert.ok(lost)
  served.set('/debian/pool/main/a/a-tool_1.0.deb', deb)
  assert.deepEqual(
    (await archive.missing([tool, lost])).map(({ name }) => name),
    ['lost'],
  )
})

test('refuses a release signed by a stranger, changed after signing, or of another suite', async () => {
  publishAll('stranger@example.org')
  await refused(open().release(), /gpgv rejects the signature of trixie/)
  publishAll()
  const signed = served.get('/debian/dists/trixie/InRelease')?.toString() ?? ''
  served.set('/debian/dists/trixie/InRelease', Buffer.from(signed.replace('Version: 13.9', 'Version: 13.0')))
  await refused(open().release(), /gpgv rejects the signature of trixie/)
  served.set('/debian/dists/trixie/InRelease', Buffer.from('Codename: trixie\nSHA256:\n'))
  await refused(open().release(), /gpgv rejects the signature of trixie/)
  publishAll('archive@example.org', 'bookworm')
  await refused(open().release(), /sent bookworm instead of trixie/)
})

test('text before or after the signed part is ignored', async () => {
  publishAll()
  const signed = served.get('/debian/dists/trixie/InRelease')?.toString() ?? ''
  served.set('/debian/dists/trixie/InRelease', Buffer.from(`Codename: evil\n${signed}\nCodename: evil\n`))
  const release = await open()
    .release()
    .catch((error: unknown) => error)
  if (!(release instanceof Error)) assert.equal((release as { codename: string }).codename, 'trixie')
})

test('an altered index or package is refused, and not cached', async () => {
  publishAll()
  served.set(
    '/debian/dists/trixie/main/binary-amd64/Packages.xz',
    execFileSync('xz', ['-c'], { input: 'Package: evil\n' }),
  )
  await refused(open().packages(), /Packages\.xz doesn’t match its signed checksum/)
  publishAll()
  const archive = open()
  const tool = (await archive.packages()).get('a-tool')
  assert.ok(tool)
  served.set('/debian/pool/main/a/a-tool_1.0.deb', Buffer.from('evil'))
  await refused(archive.download(tool), /a-tool_1\.0\.deb doesn’t match its signed checksum/)
  assert.ok(!readdirSync(archive.cache).some((name) => name.includes('part') || name === tool.sha256))
  served.set('/debian/pool/main/a/a-tool_1.0.deb', deb)
  assert.ok(dirname(await archive.download(tool)))
})

test('a stale index is read under another signed name of the same suite that is not old', async () => {
  const name = 'main/debian-installer/binary-amd64/Packages.xz'
  const stale = packed()
  const names = ['trixie', 'stable']
  const udebs = () => {
    count += 1
    return new Archive(mirror, 'trixie', join(root, `cache-${count}`), keyring, names)
  }
  const lay = (date: string, codename: string, signer: string): void => {
    publish({ [name]: execFileSync('xz', ['-c'], { input: 'Package: newer\n' }) }, 'archive@example.org')
    served.set(`/debian/dists/trixie/${name}`, stale)
    publish({ [name]: stale }, signer, codename, { under: 'stable', date })
  }
  lay('2026-09-12', 'trixie', 'archive@example.org')
  const archive = udebs()
  assert.ok((await archive.packages('udeb')).has('a-tool'))
  assert.match(archive.notes.join(), /2026-09-12.*, from stable: /)
  for (const [date, codename, signer] of [
    ['2025-11-12', 'trixie', 'archive@example.org'],
    ['2026-09-12', 'forky', 'archive@example.org'],
    ['2026-09-12', 'trixie', 'stranger@example.org'],
  ] as const) {
    lay(date, codename, signer)
    await refused(
      udebs().packages('udeb'),
      /trixie\/main\/debian-installer.* doesn’t match its signed checksum/,
    )
  }
  served.delete('/debian/dists/stable/InRelease')
  await refused(udebs().packages('udeb'), /doesn’t match its signed checksum/)
})

test('an error names a mirror that is away or lacks the file', async () => {
  await refused(
    new Archive(`${mirror}/nowhere`, 'trixie', join(root, 'x'), keyring).release(),
    /responded with 404: http/,
  )
  const closed = createServer()
  await new Promise<void>((resolve) => {
    closed.listen(0, '127.0.0.1', resolve)
  })
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => {
    closed.close(resolve)
  })
  await refused(
    new Archive(`http://127.0.0.1:${port}/debian`, 'trixie', join(root, 'x'), keyring).release(),
    /request to the mirror failed \(it refuses connections\): http:\S+ Try again, or choose another/,
  )
})
