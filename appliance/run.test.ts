import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from './config/errors'
import { macOf, uuidOf } from './config/identity'
import { knownKeys } from './config/known'
import { parseConfig } from './config/parse'
import { defaultTests, resolve } from './config/resolve'
import { modes } from './config/schema'
import { mac } from './config/values'
import { factsOf, mirrorIn } from './host/facts'
import { fakeHost } from './host/fake'
import { run } from './run'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA me'
const repositoryKey = readFileSync(join(import.meta.dirname, 'testdata/repository-key.asc'), 'utf8')
  .trimEnd()
  .replace(/\n(?=.)/g, '\n        ')
const small = 'appliance: www.example.org\napp: .\n'

async function call(args: string[], files: Record<string, string> = { '/home/me/.ssh/id.pub': key }) {
  const host = fakeHost({ 'package.json': '{ "scripts": { "package": "true" } }', ...files })
  const [said, noted]: [string[], string[]] = [[], []]
  const code = await run(args, host, { say: (line) => said.push(line), note: (line) => noted.push(line) })
  return { code, said: said.join('\n'), noted: noted.join('\n'), files: host.files }
}

test('check accepts the config that init writes, with three keys at most', async () => {
  const made = await call(['init'])
  assert.equal(made.code, 0)
  const text = made.files.get('appliance.yaml') ?? ''
  assert.equal(text.split('\n').filter((line) => /^[a-z]/.test(line)).length, 2)
  assert.equal((await call(['check'], { '/home/me/.ssh/id.pub': key, 'appliance.yaml': text })).code, 0)
  const again = await call(['init'], { 'appliance.yaml': 'mine' })
  assert.deepEqual([again.code, again.files.get('appliance.yaml')], [2, 'mine'])
})

test('help is printed wherever it is asked for, and no file of that name is created', async () => {
  for (const args of [['--help'], ['help'], ['init', '--help'], ['build', '-h']]) {
    const { code, said, files } = await call(args)
    assert.equal(code, 0, args.join(' '))
    assert.match(said, /^Usage: npm run appliance/)
    assert.ok(!files.has('--help'))
  }
  assert.match((await call(['init', 'other.yaml'])).noted, /plan other\.yaml` to see/)
})

test('the commented lines from init are valid config', () => {
  return call(['init']).then(({ files }) => {
    const open = (files.get('appliance.yaml') ?? '')
      .split('\n')
      .filter((line) => !/^# (The|npm)/.test(line))
      .map((line) => line.replace(/^# /, '').replace(/- ssh-ed25519 AAAA….*/, `- ${key}`))
      .map((line) => line.replace(/-----BEGIN PGP.*/, repositoryKey))
      .join('\n')
    const config = parseConfig(open, 'all')
    assert.deepEqual(config.vm?.modes, modes)
    assert.deepEqual(config.tests, defaultTests)
    for (const [section, said] of [
      ['', config],
      ['os', config.os],
      ['vm', config.vm],
      ['timeouts', config.timeouts],
    ] as const)
      assert.deepEqual(
        knownKeys(section ? [section] : []).filter((name) => !Object.hasOwn(said ?? {}, name)),
        // The target is in a comment on its own line.
        [],
        section,
      )
  })
})

test('an incomplete key, or one of another type than it says, is refused with its place', async () => {
  const blob = key.split(' ')[1]
  for (const wrong of [
    'ssh-rsa nonsense',
    `ssh-rsa ${blob}`,
    'ssh-ed25519 AAAA',
    '-----BEGIN OPENSSH PRIVATE KEY-----',
  ]) {
    const { code, noted } = await call(['check', 'a.yaml'], {
      'a.yaml': `${small}ssh:\n  keys: ['${wrong}']\n`,
    })
    assert.equal(code, 2, wrong)
    assert.match(noted, /^a\.yaml:4:10 “ssh\.keys\.0”: [^\n]+$/)
  }
})

test('plan prints every value with its origin, and changes nothing', async () => {
  const { code, said, files } = await call(['plan', 'a.yaml'], {
    '/home/me/.ssh/id.pub': key,
    'a.yaml': small,
  })
  assert.equal(code, 0)
  assert.match(said, /^vm\.memory +2G +default$/m)
  assert.match(said, /^appliance +www\.example\.org +file$/m)
  assert.match(said, /^ssh\.keys .* guess: ~\/\.ssh\/id\.pub$/m)
  assert.match(said, /^--- preseed\.cfg$/m)
  assert.match(said, /^--- xl-pvh\.cfg$/m)
  assert.equal(files.size, 3)
})

for (const [what, args, files, code, message] of [
  ['no command', [], {}, 2, /^Usage/],
  ['an unknown command', ['biuld'], {}, 2, /^Unknown command “biuld”\./],
  ['a command that is nearly known', ['chekc'], {}, 2, /Did you mean “check”/],
  ['a prototype', ['constructor'], {}, 2, /^Unknown command “constructor”\./],
  ['no config', ['plan'], {}, 2, /^appliance\.yaml doesn’t exist\./],
  ['too many arguments', ['plan', 'a', 'b'], {}, 2, /^plan takes only one config\.$/],
  ['a bad config', ['plan', 'a.yaml'], { 'a.yaml': `${small}memroy: 1\n` }, 2, /^a\.yaml:3:1 /m],
  ['no key', ['plan', 'a.yaml'], { 'a.yaml': small }, 2, /^a\.yaml:1:1 You couldn’t log in/],
  [
    'an owned question',
    ['check', 'a.yaml'],
    { 'a.yaml': `${small}ssh: { keys: ["${key}"] }\npreseed: { partman/confirm: false }\n` },
    2,
    /^a\.yaml:4:12 “preseed\.partman\/confirm”: The builder answers this itself\./,
  ],
] as const)
  test(`exits with ${code} for ${what}`, async () => {
    const made = await call([...args], { ...files })
    assert.equal(made.code, code)
    assert.match(made.noted, message)
    assert.equal(made.said, '')
  })

test('the schema contains every key', async () => {
  const { said } = await call(['schema'])
  const schema = JSON.parse(said) as {
    properties: Record<string, unknown>
    anyOf: unknown[]
    additionalProperties: boolean
  }
  assert.deepEqual(schema.anyOf, [{ required: ['extends'] }, { required: ['appliance', 'app'] }])
  for (const key of ['extends', 'vars', 'fleet']) assert.ok(key in schema.properties, key)
  assert.equal(schema.additionalProperties, false)
  assert.ok('preseed' in schema.properties)
})

test('addresses are derived from name and target', () => {
  assert.match(macOf('www', 'xen://a@b', [0x00, 0x16, 0x3e]), /^00:16:3e:[0-7]/)
  for (const name of ['www', 'a', 'b'])
    for (const target of [null, 'kvm:///', 'xen://a@b']) assert.ok(mac.safeParse(macOf(name, target)).success)
  assert.equal(macOf('www', null), macOf('www', null))
  assert.notEqual(macOf('www', null), macOf('www', 'kvm:///'))
  assert.match(uuidOf('www', null), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('facts: valid public keys, and apt’s mirror in either format', async () => {
  const facts = await factsOf(
    fakeHost({
      '/home/me/.ssh/b.pub': key,
      '/home/me/.ssh/a.pub': 'garbage',
      '/home/me/.ssh/id': 'secret',
      '/etc/apt/sources.list.d/debian.sources':
        'Types: deb\nURIs: http://near.example.org/debian/\nSuites: trixie\n',
    }),
  )
  assert.deepEqual(facts, {
    publicKeys: { '~/.ssh/b.pub': key },
    aptMirror: 'http://near.example.org/debian',
  })
  assert.equal(
    mirrorIn('deb [signed-by=/x] http://m.example.org/debian trixie main\n'),
    'http://m.example.org/debian',
  )
  assert.equal(mirrorIn('deb http://security.debian.org/debian-security trixie-security main\n'), null)
  assert.equal(mirrorIn(''), null)
  const { values, origins } = resolve(parseConfig(small, 'a'), facts, 'a')
  assert.equal(values.os.mirror, 'http://near.example.org/debian')
  assert.equal(origins['os.mirror']?.from, 'guess')
  assert.throws(() => resolve(parseConfig(small, 'a'), { publicKeys: {}, aptMirror: null }, 'a'), ConfigError)
})

test('doctor reads the config that it is given, and says the same of KVM as a build', async () => {
  assert.equal((await call(['doctor', 'nothere.yaml'])).code, 2)
  assert.equal((await call(['doctor', 'a.yaml'], { 'a.yaml': 'app: .\n' })).code, 2)
  assert.equal((await call(['doctor'])).code, 0)
  const { code, said } = await call(['doctor', '--json'], { '/usr/bin/virsh': '', '/proc/cpuinfo': '' })
  const { findings } = JSON.parse(said) as { findings: { level: string; what: string }[] }
  assert.equal(code, 0)
  assert.match(findings.map(({ what }) => what).join(), /neither vmx nor svm/)
})

test('a deployed guest is deleted only after its name was typed, and only where a helper is', async () => {
  const config = (target: string) => ({ 'a.yaml': `${small}target: ${target}\n` })
  const asked = await call(['delete', 'a.yaml'], config('xen://deploy@192.0.2.1'))
  assert.deepEqual(
    [asked.code, asked.noted],
    [2, 'Nothing was deleted. Type the guest’s name when asked, or pass --yes.'],
  )
  for (const verb of ['list', 'start', 'delete'])
    assert.match((await call([verb, 'a.yaml', '--yes'], config('kvm:///'))).noted, /works on Xen hosts/)
  assert.equal((await call(['list', 'a.yaml'], { 'a.yaml': small })).code, 2)
})
