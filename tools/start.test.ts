import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

/** A checkout with only the files that the commands start with. */
const checkout = mkdtempSync(join(tmpdir(), 'ibtsocs-checkout-'))
after(() => rmSync(checkout, { recursive: true, force: true }))
for (const path of ['package.json', 'package-lock.json', 'tools', 'core/env-rules.mjs'])
  cpSync(path, join(checkout, path), { recursive: true })

test('a bad value is reported before anything is installed or built', () => {
  for (const [name, value, wants] of [
    ['PORT', 'http', 'a port from 0 to 65535'],
    ['SITE_URL', 'example.org', 'the address people use'],
  ] as const) {
    const env = { ...process.env, [name]: value }
    const run = spawnSync(process.execPath, ['tools/start.mjs'], { cwd: checkout, env, encoding: 'utf8' })
    assert.equal(run.status, 1)
    assert.equal(run.stdout, '')
    assert.ok(run.stderr.startsWith(`${name} is "${value}", but must be ${wants}`), run.stderr)
  }
  assert.ok(!existsSync(join(checkout, 'node_modules')))
})

test('building and linting install first', () => {
  // A fake npm that only records its arguments: installing takes a minute, and every `npm test` tests it.
  const bin = join(checkout, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "$1" >>asked\nexit 1\n', { mode: 0o755 })
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  for (const name of ['build', 'lint', 'format', 'types']) {
    rmSync(join(checkout, 'asked'), { force: true })
    const run = spawnSync('sh', ['-c', scripts[name] ?? ''], { cwd: checkout, env, encoding: 'utf8' })
    assert.equal(run.status, 1, run.stderr)
    assert.match(run.stderr, /^The dependencies couldn’t be installed/, name)
    assert.equal(readFileSync(join(checkout, 'asked'), 'utf8'), 'ci\n', name)
  }
})
