import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeHost } from '../host/fake'
import { run } from '../run'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA me'
const around = { '/home/me/.ssh/id.pub': key, 'package.json': '{ "scripts": { "package": "true" } }' }

async function call(args: string[], files: Record<string, string>) {
  const [said, noted]: [string[], string[]] = [[], []]
  const voice = { say: (line: string) => said.push(line), note: (line: string) => noted.push(line) }
  const code = await run(args, fakeHost({ ...around, ...files }), voice)
  return { code, said: said.join('\n'), noted: noted.join('\n') }
}

/** A reference to a variable, which this file's own templates must not take for theirs. */
const ref = (name: string): string => ['$', `{vars.${name}}`].join('')

type Planned = {
  guests: { values: { name: string; appliance: string; net: { address: string }; vm: { memory: number } } }[]
}
const planned = async (files: Record<string, string>, ...more: string[]) => {
  const { code, said, noted } = await call(['plan', 'fleet.yaml', '--json', ...more], files)
  assert.equal(code, 0, noted)
  return (JSON.parse(said) as Planned).guests.map(({ values }) => values)
}

test('a fleet of N guests takes N + 4 lines', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `www${n + 1}`)
  const fleet = [
    `appliance: ${ref('name')}.example.org`,
    'app: .',
    'net: { gateway: 192.0.2.1 }',
    'fleet:',
    ...names.map((name, n) => `  ${name}: { net: { address: 192.0.2.${n + 11}/24 } }`),
    '',
  ].join('\n')
  assert.equal(fleet.trimEnd().split('\n').length, names.length + 4)
  const found = await planned({ 'fleet.yaml': fleet })
  assert.deepEqual(
    found.map(({ name, appliance, net }) => [name, appliance, net.address]),
    names.map((name, n) => [name, `${name}.example.org`, `192.0.2.${n + 11}/24`]),
  )
  assert.equal((await call(['check', 'fleet.yaml'], { 'fleet.yaml': fleet })).code, 0)
  const one = await planned({ 'fleet.yaml': fleet }, '--guest', 'www7', '--set', 'vm.memory=4096')
  assert.deepEqual(
    one.map(({ name, vm }) => [name, vm.memory]),
    [['www7', 4_096 * 2 ** 20]],
  )
  const build = await call(['build', 'fleet.yaml'], { 'fleet.yaml': fleet })
  assert.deepEqual(build, {
    code: 2,
    said: '',
    noted: 'fleet.yaml describes 12 guests. Choose one with --guest NAME.',
  })
  assert.match(
    (await call(['plan', 'fleet.yaml', '--guest', 'www77'], { 'fleet.yaml': fleet })).noted,
    /no guest called “www77”\. Did you mean “www7”\?/,
  )
})

test('a config extends others: blocks merge, lists and texts are replaced, ~ removes, --set wins', async () => {
  const files = {
    'base/all.yaml':
      'app: .\nvars: { domain: example.org, size: 1024 }\nos: { packages: [htop], timezone: Europe/Berlin }\nssh: { keys: [keys/me.pub] }\n',
    'base/keys/me.pub': key,
    'mid.yaml': `extends: base/all.yaml\nos: { packages: [tmux], timezone: ~ }\nvm: { memory: "${ref('size')}" }\n`,
    'fleet.yaml': `extends: ./mid.yaml\nappliance: www.${ref('domain')}\nvars: { size: 2048 }\n`,
  }
  const { said } = await call(
    ['plan', 'fleet.yaml', '--json', '--set', 'os.keymap=de', '--set=os.keymap=fr'],
    files,
  )
  const { values, origins } =
    (
      JSON.parse(said) as {
        guests: { values: Record<string, object | string>; origins: Record<string, { from: string }> }[]
      }
    ).guests[0] ?? assert.fail()
  assert.deepEqual(values.os, {
    ...(values.os as object),
    packages: ['tmux'],
    timezone: 'Etc/UTC',
    keymap: 'fr',
  })
  assert.deepEqual(
    [values.appliance, values.vm],
    ['www.example.org', { ...(values.vm as object), memory: 2_048 * 2 ** 20 }],
  )
  assert.deepEqual(values.ssh, { keys: [key] }, 'paths count from the file that names them')
  assert.equal(origins['os.timezone']?.from, 'default')
})

test('complaints name the file and the line where a value stands', async () => {
  const base = 'appliance: www.example.org\napp: .\n'
  for (const [files, args, message] of [
    [
      { 'base.yaml': `${base}vm: { cpus: 99 }\n`, 'a.yaml': 'extends: base.yaml\n' },
      [],
      'base.yaml:3:13 “vm.cpus”: The maximum is 64.',
    ],
    [{ 'a.yaml': base }, ['--set', 'vm.cpus=99'], '--set vm.cpus: “vm.cpus”: The maximum is 64.'],
    [
      { 'a.yaml': base },
      ['--set', 'vm.cpu=9'],
      '--set vm.cpu: Unknown key “cpu” in “vm”. Did you mean “cpus”?',
    ],
    [
      { 'a.yaml': `${base}fleet:\n  w1: { vm: { cpus: 0 } }\n  w2:\n` },
      [],
      'a.yaml:4:21 “vm.cpus”: The minimum is 1.',
    ],
    [
      { 'a.yaml': `${base}fleet:\n  w1:\n  w2:\n` },
      [],
      'a.yaml:1:12 “appliance”: www.example.org is already that of another guest of the fleet, w1.',
    ],
    [
      { 'a.yaml': `appliance: "\${vars.nam}.example.org"\napp: .\nfleet:\n  w1:\n` },
      [],
      'a.yaml:1:12 “appliance”: There’s no variable “nam” under “vars:”. Did you mean “name”?',
    ],
    [
      { 'a.yaml': `${base}extends: bass.yaml\n`, 'base.yaml': '' },
      [],
      'a.yaml:3:10 “extends”: bass.yaml doesn’t exist. Did you mean “base.yaml”?',
    ],
    [
      { 'a.yaml': `${base}extends: b.yaml\n`, 'b.yaml': 'extends: a.yaml\n' },
      [],
      'b.yaml:1:10 “extends”: a.yaml would extend itself.',
    ],
    [{ 'a.yaml': `${base}extend: b.yaml\n` }, [], 'a.yaml:3:1 Unknown key “extend”. Did you mean “extends”?'],
    [
      { 'a.yaml': `${base}vars: { x: [1] }\n` },
      [],
      'a.yaml:3:12 “vars.x”: A variable is one text, number, true or false.',
    ],
    [
      { 'a.yaml': `${base}fleet: {}\n` },
      [],
      'a.yaml:3:8 “fleet”: Write 1 to 200 guests as a block of keys, by name.',
    ],
    [
      { 'a.yaml': `${base}fleet: { "12": }\n` },
      [],
      'a.yaml:3:16 “fleet.12”: A guest has a name like that of a machine, and a block of keys or nothing.',
    ],
  ] as const) {
    const { code, noted } = await call(
      ['check', 'a.yaml', ...args],
      files as unknown as Record<string, string>,
    )
    assert.deepEqual([code, noted], [2, message])
  }
})

test('the shell’s own variables stay in hooks', async () => {
  const text = `appliance: www.example.org\napp: .\nvars: { x: 1 }\nhooks: { late: ['echo \${HOME} $PATH ${ref('x')}'] }\n`
  const { said } = await call(['plan', 'a.yaml', '--json'], { 'a.yaml': text })
  assert.match(said, /echo \$\{HOME\} \$PATH 1/)
})

test('--json prints one line for each kind of end', async () => {
  const good = { 'a.yaml': 'appliance: www.example.org\napp: .\n' }
  const of = async (args: string[], files: Record<string, string> = good) => {
    const { code, said } = await call([...args, '--json'], files)
    return {
      code,
      ...(JSON.parse(said) as {
        verb: string
        ok: boolean
        exit: number
        complaints?: unknown[]
        error?: string
      }),
    }
  }
  assert.deepEqual(await of(['check', 'a.yaml']), {
    code: 0,
    verb: 'check',
    ok: true,
    exit: 0,
    complaints: [],
    guests: ['www'],
  })
  assert.deepEqual(await of(['check', 'a.yaml'], { 'a.yaml': 'app: .\n' }), {
    code: 2,
    verb: 'check',
    ok: false,
    exit: 2,
    complaints: [{ file: 'a.yaml', line: 1, column: 1, message: '“appliance” is missing. It must be text.' }],
  })
  assert.deepEqual((await of(['logs', 'none.yaml'])).exit, 2)
  assert.match((await of(['bild'])).error ?? '', /Did you mean “build”/)
  for (const args of [
    ['check', '--sett', 'a=b'],
    ['check', '--set'],
    ['check', '--set', 'novalue'],
    ['check', '--json=1'],
    ['check', '--set', 'a=['],
  ])
    assert.equal((await call(args, good)).code, 2, args.join(' '))
})
