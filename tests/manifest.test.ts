import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'

/**
 * Scripts that npm runs by itself, according to its docs (Scripts, "Life Cycle Scripts"), except those that people call
 * by the same name.
 */
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

test('npm runs none of our scripts by itself: one once queried the registry for 61 packages after every npm ci', () => {
  const manifest = z.object({ scripts: z.record(z.string(), z.string()) })
  const names = Object.keys(manifest.parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts)
  assert.ok(names.includes('start'))
  const byItself = names.filter(
    (name) => events.includes(name.replace(/^(pre|post)(?=.)/, '')) || /^(pre|post)/.test(name),
  )
  assert.deepEqual(byItself, [])
})
