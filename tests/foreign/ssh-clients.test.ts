import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { aMember, limits } from '../http/helpers'
import { aBemoaning } from '../makers'
import { freePort, ownServer } from '../server'

const has = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
const programs = ['ssh', 'ssh-keygen', 'bash']
const missing = programs.find((name) => !has(name))
const skip =
  process.env.FOREIGN !== '1'
    ? 'npm run test:foreign runs it'
    : missing !== undefined && `There is no ${missing} here: apt-get install openssh-client bash`
/** OpenSSH’s security key in software, from its own tests. */
const authenticator = '/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so'

const port = await freePort()
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-clients-'))
const run = (program: string, ...args: string[]) =>
  spawnSync(program, args, { encoding: 'utf8', input: '', timeout: 30_000, cwd: folder })
const options = [
  '-F',
  'none',
  '-p',
  String(port),
  ...[
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'StrictHostKeyChecking=accept-new',
    'UserKnownHostsFile=known',
    'LogLevel=ERROR',
  ].flatMap((option) => ['-o', option]),
]
const host = '127.0.0.1'
const ssh = (...args: string[]) => run('ssh', ...options, ...args)

describe('what else ssh can do, as people use it', { skip }, () => {
  const server = ownServer({ SSH_PORT: String(port) })

  before(async () => {
    await limits(server, 'off')
    const author = await aMember()
    for (let n = 0; n < 30; n += 1) await aBemoaning(author)
    for (const name of ['key', 'authority', 'other'])
      run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', name)
    assert.equal(ssh('-i', 'key', host, 'join', 'wallaby-by-key').status, 0)
  })

  test('ControlMaster: commands one after another and at once share a connection, as many as it may have', async () => {
    const shared = [
      '-o',
      'ControlPath=control',
      '-o',
      'ControlMaster=auto',
      '-o',
      'ControlPersist=60',
      '-i',
      'key',
    ]
    assert.equal(ssh(...shared, host, 'whoami').stdout, 'wallaby-by-key\n')
    const { stderr: master } = run('ssh', '-o', 'ControlPath=control', '-O', 'check', host)
    assert.match(master, /Master running/)
    const mine = () => run('ssh', '-o', 'ControlPath=control', '-O', 'check', host).stderr
    assert.equal(ssh(...shared, host, 'whoami').stdout, 'wallaby-by-key\n')
    assert.equal(mine(), master, 'the same process')
    const atOnce = await Promise.all(
      Array.from(
        { length: 8 },
        () =>
          new Promise<string>((resolve) => {
            const child = spawn('ssh', [...options, ...shared, host, 'whoami'], { cwd: folder })
            let said = ''
            child.stdout.on('data', (part) => {
              said += part
            })
            child.on('close', () => resolve(said))
          }),
      ),
    )
    assert.deepEqual(new Set(atOnce), new Set(['wallaby-by-key\n']))
    run('ssh', '-o', 'ControlPath=control', '-O', 'exit', host)
  })

  test('a certificate is passed over, and its key counts: no authority says here who somebody is', () => {
    const signed = run('ssh-keygen', '-q', '-s', 'authority', '-I', 'somebody', '-n', 'root', 'key.pub')
    assert.equal(signed.status, 0, signed.stderr)
    const whoAmI = ssh('-i', 'key', '-o', 'CertificateFile=key-cert.pub', host, 'whoami')
    assert.deepEqual([whoAmI.status, whoAmI.stdout], [0, 'wallaby-by-key\n'], whoAmI.stderr)
    // Only the certificate: PuTTY and agents may offer no more than that.
    run('cp', 'key-cert.pub', 'alone-cert.pub')
    run('cp', 'key', 'alone')
    const alone = ssh('-v', '-o', 'LogLevel=DEBUG', '-i', 'key', '-o', 'CertificateFile=key-cert.pub', '-o', 'PubkeyAcceptedAlgorithms=ssh-ed25519-cert-v01@openssh.com', host, 'b', '1') // biome-ignore format: a command line
    assert.match(alone.stderr, /ED25519-CERT/)
    assert.equal(alone.status, 0, 'who shows only a certificate reads, as without a key')
    const nobody = ssh('-i', 'key', '-o', 'CertificateFile=key-cert.pub', '-o', 'PubkeyAcceptedAlgorithms=ssh-ed25519-cert-v01@openssh.com', host, 'whoami') // biome-ignore format: a command line
    assert.equal(nobody.status, 1)
  })

  test('without a terminal (-T) it says what there is', () => {
    const help = ssh('-T', '-i', 'key', host)
    assert.equal(help.status, 0)
    assert.match(help.stdout, /^I Bemoan The State Of Computer Science\n/)
    assert.match(help.stdout, /\n {2}hot +/)
  })

  test('a reader that has seen enough hangs up, and nobody else notices', () => {
    const line = `ssh ${options.join(' ')} -i key ${host} 'top all --limit 100' | head -1; echo "\${PIPESTATUS[@]}"`
    for (let n = 0; n < 5; n += 1) {
      const { stdout } = run('bash', '-c', line)
      assert.match(stdout, /^[^\n]+\n\d+ 0\n$/)
    }
    assert.equal(ssh('-i', 'key', host, 'whoami').stdout, 'wallaby-by-key\n')
  })

  test('mosh is refused with a sentence', {
    skip: has('mosh') ? false : 'There is no mosh here: apt-get install mosh',
  }, () => {
    const command = `mosh --ssh="ssh ${options.join(' ')} -i key" ${host}`
    const { stdout, stderr } = spawnSync('script', ['-qec', command, '/dev/null'], {
      encoding: 'utf8',
      cwd: folder,
      timeout: 30_000,
      env: { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm' },
    })
    assert.match(stdout + stderr, /This site answers ssh, not mosh/)
  })

  test('a security key signs', {
    skip: existsSync(authenticator)
      ? false
      : `There is no ${authenticator} here: apt-get install openssh-tests`,
  }, () => {
    for (const type of ['ed25519-sk', 'ecdsa-sk']) {
      const made = run('ssh-keygen', '-q', '-t', type, '-w', authenticator, '-N', '', '-f', type)
      assert.equal(made.status, 0, made.stderr)
      const handle = `${type.replace('-sk', '')}-by-sk`
      const by = ['-o', `SecurityKeyProvider=${authenticator}`, '-i', type]
      const joined = ssh(...by, host, 'join', handle)
      assert.deepEqual([joined.status, joined.stderr], [0, ''], type)
      assert.equal(ssh(...by, host, 'whoami').stdout, `${handle}\n`)
    }
  })
})
