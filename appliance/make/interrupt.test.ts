import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { Interrupted } from '../host/interrupt'
import { build } from './build'
import { checkTools, MissingError } from './tools'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

test('a build interrupted before it fetches anything leaves no folder and no lock', async (t) => {
  try {
    checkTools()
  } catch (error) {
    if (error instanceof MissingError) return t.skip(error.message)
    throw error
  }
  const folder = mkdtempSync(join(tmpdir(), 'build-'))
  try {
    const text = `appliance: www.example.org\napp: none\nssh: { keys: ["${key}"] }\nos: { mirror: "http://127.0.0.1:9/debian" }\n`
    const resolved = resolve(parseConfig(text, 'a'), { publicKeys: {}, aptMirror: null }, 'a')
    const places = { cache: join(folder, 'cache'), out: join(folder, 'out') }
    await assert.rejects(
      build(resolved, places, () => {}, AbortSignal.abort(new Interrupted())),
      Interrupted,
    )
    assert.deepEqual(readdirSync(places.out), [])
    assert.equal(existsSync(places.cache), false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
