import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

/** A checkout with nothing in it but what `npm start` begins with. */
const checkout = mkdtempSync(join(tmpdir(), 'ibtsocs-checkout-'))
after(() => rmSync(checkout, { recursive: true, force: true }))
for (const path of ['scripts/start.mjs', 'scripts/lib', 'lib/env-rules.mjs'])
  cpSync(path, join(checkout, path), { recursive: true })

test('a bad value is said before anything is installed or built', () => {
  for (const [name, value, wants] of [
    ['PORT', 'http', 'a port from 0 to 65535'],
    ['SITE_URL', 'example.org', 'the address people use'],
  ] as const) {
    const env = { ...process.env, [name]: value }
    const run = spawnSync(process.execPath, ['scripts/start.mjs'], { cwd: checkout, env, encoding: 'utf8' })
    assert.equal(run.status, 1)
    assert.equal(run.stdout, '')
    assert.ok(run.stderr.startsWith(`${name} holds "${value}"; it should hold ${wants}`), run.stderr)
  }
  assert.ok(!existsSync(join(checkout, 'node_modules')))
})
