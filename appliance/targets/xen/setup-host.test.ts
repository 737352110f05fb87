import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

// The folder lacks the helper, so even root gets only an error.
const folder = mkdtempSync(join(tmpdir(), 'setup-'))
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true, force: true }))
const script = join(folder, 'setup-host.sh')
copyFileSync(join(import.meta.dirname, 'setup-host.sh'), script)
const file = join(folder, 'deploy.pub')
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me'
writeFileSync(file, key)

const root = process.getuid?.() === 0
const call = (args: readonly string[], nobody = false) =>
  spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    ...(nobody && root ? { uid: 65_534, gid: 65_534 } : {}),
  })

for (const [what, args, said] of [
  ['nothing', [], /^Usage, as root on the host: /],
  ['too many arguments', [key, 'web', 'vg0', 'xenbr0', 'more'], /^Usage, /],
  ['a call for help', ['--help'], /^Usage, /],
  ['no key', ['hello'], /^That isn’t a public key/],
  ['an empty key', [''], /^That isn’t a public key/],
  ['a private key', ['-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n'], /^That’s a PRIVATE key/],
  ['a file', [file], /^That’s a file\. Pass its text: sh setup-host\.sh "\$\(cat .*deploy\.pub\)"$/m],
  ['no prefix', [key], /^Pass a prefix after the key/],
  ['a prefix of digits', [key, '7'], /^“7” isn’t a valid prefix/],
  ['two keys', [`${key}\n${key}`, 'web'], /^Pass one key on one line/],
  [
    'a volume group with a quote',
    [key, 'web', 'vg"0'],
    /^“vg"0” isn’t a valid name of a volume group or bridge/,
  ],
  ['a bridge with a space', [key, 'web', 'vg0', 'br 0'], /^“br 0” isn’t a valid name/],
] as const)
  test(`setup-host.sh given ${what} prints one line, and exits with 2`, () => {
    const { status, stderr, stdout } = call(args)
    assert.deepEqual([status, stdout], [2, ''])
    assert.match(stderr, said)
    assert.equal(stderr.trimEnd().split('\n').length, 1)
  })

test('setup-host.sh requires root, and its helper next to it', () => {
  const nobody = call([key, 'web'], true)
  assert.deepEqual([nobody.status, nobody.stdout], [2, ''])
  assert.match(nobody.stderr, /^Run this as root, because it creates an account: sudo sh setup-host\.sh …\n$/)
  if (!root) return
  const { status, stderr } = call([key, 'web'])
  assert.deepEqual(
    [status, stderr],
    [2, 'helper.py is missing beside setup-host.sh. Copy both from appliance/targets/xen/.\n'],
  )
})
