import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { parseConfig } from '../../config/parse'
import { resolve } from '../../config/resolve'
import { deploy, rollback } from '../../deploy/blue-green'
import { rollbackCommand } from '../../deploy/command'
import { findProgram } from '../../host/programs'
import { kvmGuest } from './guest'

// A fake virsh records its calls, and its guest prints what the disk it boots from contains.
const root = mkdtempSync(join(tmpdir(), 'libvirt-'))
const [bin, far, folder] = [join(root, 'bin'), join(root, 'far'), join(root, 'guest')]
after(() => rmSync(root, { recursive: true, force: true }))
const path = process.env.PATH
after(() => {
  process.env.PATH = path
})

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDClQJr6rDaVE6wzJ5t1BpqWu08BIoNHmWsbiDArAc27'
const { values } = resolve(
  parseConfig(
    `appliance: www.example.org\napp: none\ntarget: kvm:///\nvm: { data: 1G }\nnet: { forwards: ['8443:443'] }\nssh: { keys: ['${key}'] }\n`,
    'a.yaml',
  ),
  { publicKeys: {}, aptMirror: null },
  'a.yaml',
)
const soon = { ...values, timeouts: { ...values.timeouts, stage: 5 } }
const guest = kvmGuest(soon, 'tcg', folder)
const image = (name: string, text: string): string => {
  writeFileSync(join(root, name), text)
  return join(root, name)
}
const domain = (): string => readFileSync(join(far, 'domain.xml'), 'utf8')

beforeEach(() => {
  for (const one of [bin, far, folder]) {
    rmSync(one, { recursive: true, force: true })
    if (one !== folder) mkdirSync(one)
  }
  writeFileSync(
    join(bin, 'virsh'),
    `#!/bin/sh
shift 3
cd ${far}
echo "$*" >>calls
case $1 in
domuuid) [ -e uuid ] && cat uuid || { echo "error: failed to get domain '$2'" >&2; exit 1; } ;;
domstate) [ -e domain.xml ] || exit 1; [ -e up ] && echo running || echo "shut off" ;;
define) cp "$2" domain.xml; sed -n 's/.*<uuid>\\(.*\\)<.*/\\1/p' "$2" >uuid ;;
start) touch up
  disk=$(sed -n 's/.*source file="\\([^"]*\\)".*/\\1/p' domain.xml | head -1)
  log=$(sed -n 's/.*log file="\\([^"]*\\)".*/\\1/p' domain.xml)
  case $(cat "$disk") in good*) echo "appliance: ready" ;; silent*) ;; *) echo "appliance: not ready: x" ;; esac >"$log" ;;
shutdown | destroy) rm -f up ;;
esac
`,
  )
  chmodSync(join(bin, 'virsh'), 0o755)
  process.env.PATH = `${bin}:${path}`
})

test('an image is deployed to the other disk, with the same data disk, and rolled back', async () => {
  assert.deepEqual(await deploy(guest, image('one', 'good 1')), { colour: 'blue', swapped: true })
  assert.equal(statSync(join(folder, 'data.raw')).size, 2 ** 30)
  assert.equal(statSync(folder).mode & 0o77, 0, 'for nobody else')
  writeFileSync(join(folder, 'data.raw'), 'kept')
  assert.deepEqual(await deploy(guest, image('two', 'good 2')), { colour: 'green', swapped: true })
  assert.match(domain(), /green\.raw/)
  assert.match(domain(), /hostfwd=tcp:127\.0\.0\.1:8443-:443/)
  assert.match(domain(), /<domain type="qemu"/)
  assert.equal(readFileSync(join(folder, 'data.raw'), 'utf8'), 'kept')
  assert.deepEqual(await rollback(guest), { colour: 'blue', swapped: true })
  assert.match(domain(), /blue\.raw/)
})

test('a rollback needs no mirror: the previous system runs as it did', async () => {
  process.env.XDG_DATA_HOME = root
  try {
    const own = kvmGuest(soon, 'tcg', join(root, 'ibtsocs-appliance', 'www'))
    const away = { ...soon, os: { ...values.os, mirror: 'http://127.0.0.1:9/debian' } }
    const noted: string[] = []
    const rolled = () => rollbackCommand({ values: away, origins: {} }, (line) => noted.push(line))
    assert.equal(await rolled(), 1)
    await deploy(own, image('one', 'good 1'))
    await deploy(own, image('two', 'good 2'))
    assert.equal(await rolled(), 0)
    assert.match(domain(), /blue\.raw/)
    assert.deepEqual(noted, [
      'www has no earlier system disk.',
      'www runs from its blue disk and reports that it’s ready.',
    ])
  } finally {
    delete process.env.XDG_DATA_HOME
  }
})

test('a system that does not come up is replaced by the previous one', async () => {
  await deploy(guest, image('one', 'good 1'))
  for (const bad of ['bad', 'silent']) {
    await assert.rejects(deploy(guest, image(bad, bad)), /runs from its blue disk again/)
    assert.match(domain(), /blue\.raw/)
    assert.ok(existsSync(join(far, 'up')))
  }
  assert.deepEqual(await deploy(guest, image('two', 'good 2')), { colour: 'green', swapped: true })
})

test('the first system has no previous one, and the error says so', async () => {
  await assert.rejects(deploy(guest, image('bad', 'bad')), /didn’t report that it was ready/)
  assert.ok(!existsSync(join(far, 'up')))
  await assert.rejects(rollback(guest), /has no earlier system disk/)
})

test('another owner’s guest of the same name is not touched', async () => {
  writeFileSync(join(far, 'uuid'), '00000000-0000-4000-8000-000000000009')
  await assert.rejects(deploy(guest, image('one', 'good')), /already has another guest called www\./)
  assert.ok(!existsSync(join(far, 'domain.xml')))
})

test('a new guest gets its seed once, read-only', async () => {
  await deploy(guest, image('one', 'good'), image('seed', 'keys'))
  assert.match(domain(), /seed\.raw"\/>\s*<target dev="vdc" bus="virtio"\/>\s*<readonly\/>/)
  await deploy(guest, image('two', 'good'), image('seed', 'others'))
  assert.equal(readFileSync(join(folder, 'seed.raw'), 'utf8'), 'keys')
})

test('without virsh the error says what to install', async (t) => {
  process.env.PATH = '/nonexistent'
  if (findProgram('virsh')) return t.skip('this machine has virsh, in a folder that is always searched')
  await assert.rejects(deploy(guest, image('one', 'good')), /libvirt-clients/)
})
