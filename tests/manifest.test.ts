import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'

/** What npm runs by itself, by its docs (Scripts, "Life Cycle Scripts"), but for those that a person calls by the same name. */
const events = [
  'install',
  'publish',
  'prepare',
  'prepublish',
  'prepublishOnly',
  'pack',
  'version',
  'dependencies',
  'shrinkwrap',
]

test('npm runs no script of ours by itself: one once asked the registry about 61 packages after every npm ci', () => {
  const manifest = z.object({ scripts: z.record(z.string(), z.string()) })
  const names = Object.keys(manifest.parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts)
  assert.ok(names.includes('start'))
  const byItself = names.filter(
    (name) => events.includes(name.replace(/^(pre|post)(?=.)/, '')) || /^(pre|post)/.test(name),
  )
  assert.deepEqual(byItself, [])
})
