import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { fakeHost } from '../host/fake'
import { load, loadBuilt } from '../load'
import { builtKeys } from './command'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA me'

test('an image is checked against the keys it was built with, not today’s', async () => {
  const host = fakeHost({
    'package.json': '{ "scripts": { "package": "true" } }',
    'appliance.yaml': `appliance: www.example.org\napp: .\nssh: { keys: ["${key}"] }\n`,
  })
  const folder = await mkdtemp(join(tmpdir(), 'appliance-built-'))
  try {
    // As written by the build (make/deliver.ts).
    const { values } = await load('appliance.yaml', host)
    await writeFile(join(folder, 'resolved.yaml'), stringify(values))
    assert.deepEqual((await loadBuilt('appliance.yaml', host)).values.ssh.keys, [])
    assert.deepEqual(await builtKeys(folder), [key])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
