import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { environmentFault } from '@/core/env-rules.mjs'
import { fill } from './fill.mjs'

const folder = mkdtempSync(join(tmpdir(), 'deploy-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The shipped values, with every secret filled in. */
const values = readFileSync('deploy/values.env', 'utf8').replace(
  /^([A-Z_]+)=$/gm,
  (_, name) => `${name}=${name === 'SMTP_URL' ? 'smtp://mail.example.org' : 'f'.repeat(64)}`,
)

test('a value that is missing or empty is named', () => {
  assert.equal(fill('a @ONE@@@TWO@ b@c', { ONE: '1', TWO: '2' }), 'a 1@2 b@c')
  for (const ONE of [undefined, ''])
    assert.throws(() => fill('@ONE@', { ...(ONE === undefined ? {} : { ONE }) }), /ONE has no value/)
  const run = spawnSync(process.execPath, ['deploy/fill.mjs', 'deploy/values.env', folder], {
    encoding: 'utf8',
  })
  assert.equal(run.status, 1)
  assert.match(run.stderr, /^[A-Z_]+ has no value\.\n$/)
})

test('each machine gets its files, complete and closed to others, and the site takes its environment', () => {
  const mine = join(folder, 'my.env')
  writeFileSync(mine, values)
  execFileSync(process.execPath, ['deploy/fill.mjs', mine, join(folder, 'out')])
  const machines = readdirSync(join(folder, 'out')).sort()
  assert.deepEqual(machines, [
    ...['balancer1', 'balancer2', 'db1', 'db2', 'db3', 'site1', 'site2', 'site3', 'store'],
  ])
  for (const each of readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true }))
    if (each.isFile()) {
      const path = join(each.parentPath, each.name)
      assert.doesNotMatch(readFileSync(path, 'utf8'), /@[A-Z_]+@/, path)
      assert.equal(statSync(path).mode & 0o077, 0, path)
    }
  const env = Object.fromEntries(
    readFileSync(join(folder, 'out/site2/etc/ibtsocs.env'), 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  assert.equal(environmentFault(env), null)
  assert.equal(env.HOST, '10.0.0.22')
})
