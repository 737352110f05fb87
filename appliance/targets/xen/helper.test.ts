import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { blocksOf, digestOf } from './disk'

// The helper runs unmodified except for its folders, on a host with fake tools that record their calls.
const root = mkdtempSync(join(tmpdir(), 'helper-'))
const bin = join(root, 'bin')
const helper = join(root, 'helper.py')
const calls = join(root, 'calls')
after(() => rmSync(root, { recursive: true, force: true }))

const mib = 1 << 20
const policy = {
  prefix: 'w',
  types: ['pvh', 'pv'],
  bridges: ['xenbr0'],
  volume_groups: ['vg0'],
  quota: { guests: 1, vcpus: 2, memory_mib: 2048, disk_mib: 4096 },
}
const good = {
  verb: 'create',
  name: 'www',
  uuid: '34f70a54-a899-82cf-82c5-7b730c18a017',
  type: 'pvh',
  vcpus: 2,
  memory_mib: 1024,
  mac: '00:16:3e:5a:01:02',
  bridge: 'xenbr0',
  volume_group: 'vg0',
  system_mib: 1024,
  data_mib: 512,
}

beforeEach(() => {
  for (const name of ['state', 'run', 'dev', 'console'])
    rmSync(join(root, name), { recursive: true, force: true })
  mkdirSync(bin, { recursive: true })
  mkdirSync(join(root, 'dev', 'vg0'), { recursive: true })
  mkdirSync(join(root, 'console'), { recursive: true })
  writeFileSync(join(root, 'policy.json'), JSON.stringify(policy))
  writeFileSync(calls, '')
  const tool = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${name} "$@" >>${calls}\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  tool('lvcreate', `for a; do case $a in www-*) truncate -s 8M "${root}/dev/vg0/$a" ;; esac; done`)
  tool('lvremove', '')
  tool('blkdiscard', `truncate -s 0 "$2"; truncate -s 8M "$2"`)
  // A guest is up while its marker file exists; its output depends on its disk.
  tool(
    'xl',
    `case $1 in
domid) [ -e ${root}/up ] ;;
list) echo Name ID Mem VCPUs State Time; [ -e ${root}/crashes ] && grep -q green ${root}/run/www.cfg && echo www 7 1024 1 ---sc- 9 || echo www 7 1024 1 -b---- 9 ;;
create) touch ${root}/up; grep -q green "$2" && [ -e ${root}/green-is-bad ] && word="not ready: x" || word=ready; [ -e ${root}/crashes ] && grep -q green "$2" || echo "appliance: $word" >>${root}/console/guest-www.log ;;
shutdown | destroy) rm -f ${root}/up ;;
esac`,
  )
  rmSync(join(root, 'up'), { force: true })
  rmSync(join(root, 'green-is-bad'), { force: true })
  rmSync(join(root, 'crashes'), { force: true })
  const source = readFileSync(join(import.meta.dirname, 'helper.py'), 'utf8')
    .replaceAll('/etc/appliance-host.json', join(root, 'policy.json'))
    .replaceAll('/var/lib/appliance-host', join(root, 'state'))
    .replaceAll('/run/appliance-host', join(root, 'run'))
    .replaceAll('/var/log/xen/console/', join(root, 'console/'))
    .replaceAll('"/dev/%s', `"${root}/dev/%s`)
  writeFileSync(helper, source)
})

function say(
  asked: unknown,
  { owner = 'deploy', body = Buffer.alloc(0) } = {},
): { ok: boolean; why?: string } & Record<string, unknown> {
  const line = typeof asked === 'string' ? asked : JSON.stringify(asked)
  const { stdout, stderr } = spawnSync('python3', [helper], {
    input: Buffer.concat([Buffer.from(`${line}\n`), body]),
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, SUDO_USER: owner },
    encoding: 'utf8',
  })
  assert.doesNotMatch(stderr, /Traceback/, stderr)
  return JSON.parse(stdout) as { ok: boolean }
}
/** Yields a disk as the client sends it. */
function* readBlocks(data: Buffer): Generator<Buffer> {
  for (let number = 0; number * mib < data.length; number++) {
    const part = data.subarray(number * mib, (number + 1) * mib)
    if (part.some((byte) => byte !== 0)) yield block(number, part)
  }
}
/** Returns one block of a disk, after its number. */
const block = (number: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.writeBigUInt64BE(BigInt(number))
  return Buffer.concat([head, data])
}
const put = (
  disk: string,
  data: Buffer,
  more: Record<string, unknown> = {},
  body: Buffer = Buffer.concat([...readBlocks(data)]),
) => {
  return say(
    {
      verb: 'put-disk',
      name: 'www',
      disk,
      bytes: data.length,
      sha256: createHash('sha256').update(body).digest('hex'),
      ...more,
    },
    { body: gzipSync(body) },
  )
}
const swap = (disk: string) => say({ verb: 'swap', name: 'www', disk, seconds: 10 })
const image = (fill: string): Buffer =>
  Buffer.concat([Buffer.alloc(2 * mib), Buffer.from(fill.repeat(100)), Buffer.alloc(mib)])

test('create, put, swap: blue, then green, then back', () => {
  assert.deepEqual(say(good), { ok: true, created: true })
  assert.deepEqual(say(good), { ok: true, created: false })
  assert.equal(put('blue', image('one')).ok, true)
  assert.deepEqual(swap('blue'), { ok: true, colour: 'blue', swapped: true })
  const written = readFileSync(join(root, 'run', 'www.cfg'), 'utf8')
  assert.match(written, /target=.*\/vg0\/www-blue"/)
  assert.match(written, /kernel="\/usr\/lib\/grub-xen\/grub-i386-xen_pvh\.bin"/)
  assert.match(
    say({ verb: 'put-disk', name: 'www', disk: 'blue', bytes: 1, sha256: '0'.repeat(64) }).why ?? '',
    /boots from blue/,
  )
  assert.equal(put('green', image('two')).ok, true)
  assert.ok(
    readFileSync(join(root, 'dev/vg0/www-green'))
      .subarray(0, 3 * mib + 300)
      .equals(image('two')),
  )
  assert.deepEqual(swap('green'), { ok: true, colour: 'green', swapped: true })
  assert.deepEqual(say({ verb: 'status', name: 'www' }), {
    ok: true,
    exists: true,
    colour: 'green',
    running: true,
    type: 'pvh',
  })
  assert.deepEqual(swap('blue'), { ok: true, colour: 'blue', swapped: true })
})

test('a system that does not report ready is replaced by the previous one', () => {
  say(good)
  put('blue', image('one'))
  swap('blue')
  put('green', image('bad'))
  writeFileSync(join(root, 'green-is-bad'), '')
  assert.deepEqual(swap('green'), { ok: true, colour: 'blue', swapped: false, back: true })
  assert.equal(say({ verb: 'status', name: 'www' }).colour, 'blue')
})

test('a system whose kernel has panicked is not waited for', () => {
  say(good)
  put('blue', image('one'))
  swap('blue')
  put('green', image('bad'))
  writeFileSync(join(root, 'crashes'), '')
  const began = performance.now()
  const asked = { verb: 'swap', name: 'www', disk: 'green', seconds: 3_600 }
  assert.deepEqual(say(asked), { ok: true, colour: 'blue', swapped: false, back: true })
  assert.ok(performance.now() - began < 600_000, 'an hour was not waited for')
})

test('an HVM guest’s seed is not an IDE disk, because a read-only IDE disk prevents it from starting', () => {
  writeFileSync(join(root, 'policy.json'), JSON.stringify({ ...policy, types: ['hvm'] }))
  assert.equal(say({ ...good, type: 'hvm', seed: true }).ok, true)
  for (const disk of ['blue', 'seed']) assert.equal(put(disk, image(disk)).ok, true)
  assert.equal(swap('blue').ok, true)
  const disks = /^disk=\[(.*)\]$/m.exec(readFileSync(join(root, 'run', 'www.cfg'), 'utf8'))?.[1] ?? ''
  const named = [...disks.matchAll(/vdev=(\w+),format=raw,access=(\w+)/g)].map(([, ...one]) => one.join(' '))
  assert.deepEqual(named, ['xvda rw', 'xvdb rw', 'xvde ro'])
})

test('an error from a host’s tool includes the cause, which comes first', () => {
  const [cause, result] = ['the cause of it', 'what came of it']
  writeFileSync(
    join(bin, 'lvcreate'),
    `#!/bin/sh\necho ${cause} >&2; seq 1000 >&2; echo ${result} >&2; exit 5\n`,
  )
  const { ok, why = '' } = say(good)
  assert.deepEqual(
    [ok, why.includes(cause), why.includes(result), why.length < 700],
    [false, true, true, true],
  )
})

test('a disk that differs from its announced digest is not kept', () => {
  say(good)
  assert.match(
    put('blue', image('one'), { sha256: '0'.repeat(64) }).why ?? '',
    /doesn't match its announced checksum/,
  )
  const full = Buffer.alloc(mib, 1)
  assert.match(put('blue', image('one'), {}, block(1, full).subarray(0, 99)).why ?? '', /ended early/)
  for (const [what, body] of [
    ['a block beyond the end', block(4, full)],
    ['one far beyond it', block(Number.MAX_SAFE_INTEGER, full)],
    ['one twice', Buffer.concat([block(1, full), block(1, full)])],
    ['half a number', Buffer.alloc(3)],
  ] as const)
    assert.match(put('blue', image('one'), {}, body).why ?? '', /invalid block number/, what)
  assert.ok(!readFileSync(join(root, 'dev/vg0/www-blue')).includes('one'))
})

test('the client sends what the helper expects', async () => {
  const file = join(root, 'disk.raw')
  const data = Buffer.concat([image('one'), Buffer.alloc(3 * mib), Buffer.from('the end')])
  writeFileSync(file, data)
  const sent: Buffer[] = []
  for await (const one of blocksOf(file)) sent.push(one)
  assert.ok(Buffer.concat(sent).equals(Buffer.concat([...readBlocks(data)])))
  assert.ok(sent.length < 4, 'what is zero is not sent')
  say(good)
  const asked = {
    verb: 'put-disk',
    name: 'www',
    disk: 'blue',
    bytes: data.length,
    sha256: await digestOf(file),
  }
  assert.deepEqual(say(asked, { body: gzipSync(Buffer.concat(sent)) }), { ok: true, written: data.length })
  assert.ok(readFileSync(join(root, 'dev/vg0/www-blue')).subarray(0, data.length).equals(data))
})

test('attacks: paths, config injection, other owners’ guests, exceeded quotas', () => {
  for (const [field, value] of [
    ['name', '../../etc'],
    ['name', 'www"\nkernel="/root/x'],
    ['name', 'www\n'],
    ['name', 'other'],
    ['type', 'hvm'],
    ['type', ['pvh']],
    ['bridge', 'xenbr0,script=/tmp/x'],
    ['bridge', 'eth0'],
    ['volume_group', '../sda'],
    ['volume_group', 'vg1'],
    ['mac', '00:16:3e:5a:01:02,script=x'],
    ['uuid', 'x'],
    ['vcpus', 3],
    ['vcpus', true],
    ['vcpus', '2'],
    ['memory_mib', 4096],
    ['memory_mib', null],
    ['system_mib', 4096],
    ['data_mib', -1],
  ] as const) {
    const asked = say({ ...good, [field]: value })
    assert.equal(asked.ok, false, `${field} ${JSON.stringify(value)}`)
  }
  assert.equal(readFileSync(calls, 'utf8'), '', 'nothing was called')
  for (const line of ['', '{', '[]', '"create"', '{"verb":"__class__"}', '{"verb":"console"}', 'xl list'])
    assert.equal(say(line).ok, false, line)
  assert.equal(say(good).ok, true)
  assert.equal(say({ ...good, name: 'web', mac: '00:16:3e:5a:01:03' }).ok, false, 'one guest is the quota')
  for (const verb of ['status', 'start', 'stop', 'console'])
    assert.match(say({ verb, name: 'www', lines: 5 }, { owner: 'mallory' }).why ?? '', /no guest called www/)
  assert.match(say(good, { owner: 'mallory' }).why ?? '', /another account has a guest called www/)
  assert.equal(swap('data').ok, false)
  assert.equal(put('data', image('x')).ok, false, 'the data disk is nobody’s to write')
  assert.ok(!existsSync(join(root, 'up')))
})

test('setup-host.sh has no syntax errors, and requires a key', () => {
  const script = join(import.meta.dirname, 'setup-host.sh')
  execFileSync('sh', ['-n', script])
  assert.equal(spawnSync('sh', [script, '; rm -rf /']).status, 2)
})
