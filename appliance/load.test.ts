import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fakeHost } from './host/fake'
import { realHost } from './host/real'
import { run } from './run'

const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const key = `ssh-ed25519 ${blob} me`
const small = 'appliance: www.example.org\napp: .\n'
const pack = '{ "scripts": { "package": "true" } }'

const folder = mkdtempSync(join(tmpdir(), 'load-'))
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true, force: true }))

async function called(args: string[], host = realHost) {
  const [said, noted]: [string[], string[]] = [[], []]
  const code = await run(args, host, { say: (line) => said.push(line), note: (line) => noted.push(line) })
  return { code, said: said.join('\n'), noted: noted.join('\n') }
}
const onFake = (args: string[], files: Record<string, string>) =>
  called(args, fakeHost({ 'package.json': pack, ...files }))

/** Runs work as the unprivileged account nobody. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work()
  process.seteuid?.(65_534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

for (const [what, bytes, message] of [
  [
    'nothing in it',
    '',
    ':1:1 The config is empty. Run `npm run appliance -- init` with a new file name for a starter config.',
  ],
  [
    'Latin-1',
    Buffer.from('appliance: x\napp: é\n', 'latin1'),
    ':2:6 The text isn’t UTF-8 from here on. Save it as UTF-8.',
  ],
  ['UTF-16', Buffer.from('\ufeffappliance: x', 'utf16le'), ':1:1 The text is in UTF-16. Save it as UTF-8.'],
  [
    'half a letter at its end',
    Buffer.from('a: é').subarray(0, 4),
    ':1:4 The text isn’t UTF-8 from here on. Save it as UTF-8.',
  ],
] as const)
  test(`refuses a config with ${what}`, async () => {
    const file = join(folder, 'bytes.yaml')
    writeFileSync(file, bytes)
    assert.deepEqual(await called(['check', file]), { code: 2, said: '', noted: `${file}${message}` })
  })

test('refuses a config that is missing, a folder, a device, or closed to this account', async () => {
  const missing = join(folder, 'missing.yaml')
  assert.deepEqual(await called(['plan', missing]), {
    code: 2,
    said: '',
    noted: `${missing} doesn’t exist. Run \`npm run appliance -- init ${missing}\` for a starter config.`,
  })
  assert.deepEqual(await called(['check', folder]), {
    code: 2,
    said: '',
    noted: `${folder}: It’s a folder, not a file.`,
  })
  const closed = join(folder, 'closed.yaml')
  writeFileSync(closed, small)
  chmodSync(closed, 0)
  assert.deepEqual(await asNobody(() => called(['check', closed])), {
    code: 2,
    said: '',
    noted: `${closed}: This account can’t read it.`,
  })
  assert.deepEqual(await called(['check', '/dev/zero']), {
    code: 2,
    said: '',
    noted: '/dev/zero: It’s a device, not a file.',
  })
  const sealed = mkdtempSync(join(folder, 'sealed-'))
  chmodSync(sealed, 0o555)
  assert.deepEqual(await asNobody(() => called(['init', join(sealed, 'new.yaml')])), {
    code: 2,
    said: '',
    noted: `${join(sealed, 'new.yaml')} can’t be used by this account.`,
  })
})

test('check and plan look for the application’s path', async () => {
  const files = { '/home/me/.ssh/id.pub': key, 'site/package.json': pack, 'other/package.json': '{}' }
  for (const command of ['check', 'plan'])
    for (const [app, message] of [
      ['sites', '“app”: sites doesn’t exist (paths are relative to the repository). Did you mean “site”?'],
      [
        './sites',
        '“app”: ./sites doesn’t exist (paths are relative to the repository). Did you mean “./site”?',
      ],
      ['nono', '“app”: nono doesn’t exist (paths are relative to the repository). Did you mean “none”?'],
      [
        'other',
        '“app”: other has no package.json with a script “package”. Name a folder that has one, a Debian package, or none.',
      ],
    ])
      assert.deepEqual(
        await onFake([command, 'a.yaml'], {
          ...files,
          'a.yaml': `appliance: www.example.org\napp: ${app}\n`,
        }),
        { code: 2, said: '', noted: `a.yaml:2:6 ${message}` },
      )
  assert.equal(
    (await onFake(['check', 'a.yaml'], { ...files, 'a.yaml': 'appliance: www.example.org\napp: site\n' }))
      .code,
    0,
  )
})

test('key files are found next to the config, in the home folder, or at any path', async () => {
  const config = `${small}ssh:\n  keys: [keys/id.pub, ~/.ssh/other.pub, /etc/keys, ./mine, "${key}"]\n`
  const { code, said } = await onFake(['plan', 'conf/a.yaml'], {
    'conf/a.yaml': config,
    'conf/keys/id.pub': `${key.replace('AAAA ', 'AAAB ')}\n`,
    '/home/me/.ssh/other.pub': `${key.replace(' me', ' other')}\n`,
    '/etc/keys': `# two\n${key} one\n\n${key} two\n`,
    'conf/mine': key,
  })
  assert.equal(code, 0)
  assert.equal(
    said
      .split('\n')
      .find((line) => line.startsWith('ssh.keys'))
      ?.match(/ssh-ed25519/g)?.length,
    5,
  )
})

test('an invalid key file is refused with its place, a private key with a warning and never shown', async () => {
  const secret =
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n'
  const again = await onFake(['check', 'a.yaml'], {
    'a.yaml': `${small}ssh:\n  keys:\n    - ~/.ssh/id_ed25519\n    - ~/.ssh/idd.pub\n    - ./empty\n    - ./text\n    - ${JSON.stringify(secret)}\n`,
    '/home/me/.ssh/id_ed25519': secret,
    '/home/me/.ssh/id.pub': key,
    empty: '# nothing\n',
    text: `${key}\nhello\n`,
  })
  assert.doesNotMatch(again.noted, /b3BlbnN/)
  const lines = again.noted.split('\n')
  assert.equal(again.code, 2)
  assert.match(
    lines[0] ?? '',
    /^a\.yaml:5:7 “ssh\.keys\.0”: \/home\/me\/\.ssh\/id_ed25519: This is a PRIVATE key, /,
  )
  const last = lines.pop()
  assert.deepEqual(lines.slice(1), [
    'a.yaml:6:7 “ssh.keys.1”: /home/me/.ssh/idd.pub doesn’t exist. Did you mean “id.pub”?',
    'a.yaml:7:7 “ssh.keys.2”: empty has no key in it.',
    'a.yaml:8:7 “ssh.keys.3”: Line 2 of text isn’t a public key, such as “ssh-ed25519 AAAA…”.',
  ])
  assert.match(last ?? '', /^a\.yaml:9:7 “ssh\.keys\.4”: This is a PRIVATE key, /)
})

test('commands that use an image need no key and no application; those that build one do', async () => {
  const files = { 'a.yaml': 'appliance: nothing-of-this.example.org\napp: gone\n' }
  for (const command of ['logs', 'run', 'test'])
    assert.deepEqual(await onFake([command, 'a.yaml'], files), {
      code: 2,
      said: '',
      noted: 'There’s no build of nothing-of-this. Run `npm run appliance -- build a.yaml`.',
    })
  for (const command of ['rollback', 'deploy'])
    assert.deepEqual(await onFake([command, 'a.yaml'], files), {
      code: 2,
      said: '',
      noted: 'The config has no target. Add one, such as kvm:/// or xen://deploy@dom0.lan.',
    })
  for (const command of ['check', 'plan', 'build']) {
    const { code, noted } = await onFake([command, 'a.yaml'], files)
    assert.equal(code, 2)
    assert.match(noted, /^a\.yaml:1:1 You couldn’t log in: .*\na\.yaml:2:6 “app”: gone doesn’t exist /)
  }
  const log = 'out/nothing-of-this-failed/installer.log'
  assert.equal((await onFake(['logs', 'a.yaml'], { ...files, [log]: 'the log' })).said, 'the log')
})

test('errors in the text and errors of this machine are reported together', async () => {
  const { code, noted } = await onFake(['check', 'a.yaml'], {
    'a.yaml': 'appliance: www\napp: gone\nssh:\n  keys: [./gone.pub, 5]\nvm: { cpus: 0 }\n',
  })
  assert.equal(code, 2)
  assert.deepEqual(
    noted.split('\n').map((line) => line.slice(0, 32)),
    [
      'a.yaml:1:12 “appliance”: Write a',
      'a.yaml:2:6 “app”: gone doesn’t e',
      'a.yaml:4:10 “ssh.keys.0”: gone.p',
      'a.yaml:4:22 “ssh.keys.1” must be',
      'a.yaml:5:13 “vm.cpus”: The minim',
    ],
  )
})

test('unreadable files that the user did not name are ignored', async () => {
  const home = join(folder, 'home')
  mkdirSync(join(home, '.ssh'), { recursive: true })
  writeFileSync(join(home, '.ssh/a.pub'), Buffer.from([0xff]))
  mkdirSync(join(home, '.ssh/b.pub'))
  writeFileSync(join(home, '.ssh/c.pub'), key)
  const config = join(folder, 'fine.yaml')
  writeFileSync(config, 'appliance: www.example.org\napp: none\n')
  assert.deepEqual(await called(['check', config], { ...realHost, home: () => home }), {
    code: 0,
    said: '',
    noted: `${config} is fine.`,
  })
})
