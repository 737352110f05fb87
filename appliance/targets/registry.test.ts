import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readTargets, targetOf, targets } from './registry'

/** Makes a folder of fake targets with these fields. */
function made(t: TestContext, all: Record<string, object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'targets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, fields] of Object.entries(all)) {
    mkdirSync(join(folder, name))
    const target = { scheme: name, modes: [name], keys: [], rules: [], ...fields }
    writeFileSync(join(folder, name, 'index.ts'), `export default ${JSON.stringify(target)}\n`)
  }
  return folder
}

test('each folder with an index.ts is a hypervisor, with no other registration', async (t) => {
  const found = await readTargets(made(t, { bhyve: {}, another: { modes: ['one', 'two'] } }))
  assert.deepEqual(
    found.map(({ scheme, modes }) => [scheme, modes]),
    [
      ['another', ['one', 'two']],
      ['bhyve', ['bhyve']],
    ],
  )
})

for (const [what, all, why] of [
  ['has another scheme than its folder', { one: { scheme: 'two' } }, /one\/ has the scheme two, not one\./],
  [
    'has the mode of another one',
    { one: { modes: ['m'] }, two: { modes: ['m'] } },
    /Two targets share the mode m\./,
  ],
  [
    'has the key of another one',
    { one: { keys: [{ section: 'host', name: 'k' }] }, two: { keys: [{ section: 'host', name: 'k' }] } },
    /Two targets share the key host\.k\./,
  ],
] as const)
  test(`refuses a target that ${what}`, async (t) => {
    await assert.rejects(readTargets(made(t, all)), why)
  })

test('an address finds its hypervisor, and each example is a valid address', () => {
  for (const target of targets) {
    assert.equal(targetOf(target.example), target)
    assert.match(target.example, new RegExp(`^(?:${target.address.source})$`))
    assert.equal(target.refuses?.(target.example) ?? null, null)
  }
  for (const address of ['', 'xen', 'toString://', 'kvmx:///']) assert.equal(targetOf(address), undefined)
})
