import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { realHost } from './host/real'
import { run } from './run'

const folder = join(import.meta.dirname, 'examples')
const home = mkdtempSync(join(tmpdir(), 'examples-'))
after(() => rmSync(home, { recursive: true, force: true }))
mkdirSync(join(home, '.ssh'))
writeFileSync(
  join(home, '.ssh/id_ed25519.pub'),
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA test\n',
)
const check = async (file: string) => {
  const noted: string[] = []
  const voice = { say: assert.fail, note: (line: string) => void noted.push(line) }
  const code = await run(['check', file], { ...realHost, home: () => home }, voice)
  return { code, noted: noted.join('\n') }
}

const examples = readdirSync(folder)

test('there is one example of a guest and one of a host', () => {
  assert.deepEqual(examples.sort(), ['guest.yaml', 'xen-host.yaml'])
})

for (const name of examples)
  test(`check accepts ${name} with a key`, async () => {
    const file = join(folder, name)
    assert.deepEqual(await check(file), { code: 0, noted: `${file} is fine.` })
  })

test('the smallest guest’s commented lines are valid config', async () => {
  const file = join(home, 'guest.yaml')
  const text = readFileSync(join(folder, 'guest.yaml'), 'utf8')
  const open = text.replace(/^# (?=(?:target: kvm|ssh:| {2}keys:| {4}- ))/gm, '')
  assert.equal(open.split('\n').filter((line) => /^[^#]/.test(line)).length, 6)
  writeFileSync(file, open)
  assert.deepEqual(await check(file), { code: 0, noted: `${file} is fine.` })
})
