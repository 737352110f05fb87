import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startCache } from '../mirror/cache'
import { builderKey } from './key'
import { makeRepository, readPackage } from './repository'

const root = mkdtempSync(join(tmpdir(), 'repository-'))
after(() => {
  execFileSync('gpgconf', ['--homedir', join(root, 'key', 'gnupg'), '--kill', 'all'])
  rmSync(root, { recursive: true, force: true })
})

test('a guest is served what the builder signs, and gpgv accepts it', async () => {
  const tree = join(root, 'tree')
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  writeFileSync(
    join(tree, 'DEBIAN', 'control'),
    'Package: tiny\nVersion: 1.2+3\nArchitecture: all\nMaintainer: nobody <n@localhost>\nDescription: tiny\n',
  )
  const deb = join(root, 'tiny_1.2+3_all.deb')
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', tree, deb], { stdio: 'ignore' })
  const tiny = await readPackage(deb)
  assert.deepEqual([tiny.name, tiny.version], ['tiny', '1.2+3'])
  const key = await builderKey(join(root, 'key'))
  assert.equal((await builderKey(join(root, 'key'))).id, key.id, 'it is made once')
  const repository = join(root, 'repository')
  await makeRepository([tiny], repository, key, new Date())
  const cache = await startCache({ app: repository }, join(root, 'pool'))
  try {
    const get = (path: string) => fetch(`http://127.0.0.1:${cache.port}/app/${path}`)
    const release = await (await get('dists/appliance/InRelease')).text()
    assert.match(release, /^-----BEGIN PGP SIGNED MESSAGE-----/)
    writeFileSync(join(root, 'InRelease'), release)
    writeFileSync(join(root, 'public.asc'), key.public)
    execFileSync('gpg', [
      '--dearmor',
      '--yes',
      '--output',
      join(root, 'public.gpg'),
      join(root, 'public.asc'),
    ])
    execFileSync('gpgv', ['--keyring', join(root, 'public.gpg'), join(root, 'InRelease')], {
      stdio: 'ignore',
    })
    assert.match(
      await (await get('dists/appliance/main/binary-amd64/Packages')).text(),
      /Filename: pool\/tiny_1\.2\+3_all\.deb/,
    )
    assert.equal(Buffer.from(await (await get('pool/tiny_1.2%2b3_all.deb')).arrayBuffer()).length > 300, true)
    for (const path of ['../key/gnupg/pubring.kbx', '..%2fkey', 'pool%2ftiny_1.2+3_all.deb', 'pool', 'none'])
      assert.equal((await get(path)).status, 404)
  } finally {
    await cache.stop()
  }
})
