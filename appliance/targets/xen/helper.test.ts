import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { blocksOf, digestOf } from './disk'

// The helper runs unmodified except for its folders, on a host with fake tools that record their calls.
const root = mkdtempSync(join(tmpdir(), 'helper-'))
// Debian's own starts faster than one that a version manager wraps.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
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
  for (const name of ['state', 'run', 'dev', 'console', 'auto'])
    rmSync(join(root, name), { recursive: true, force: true })
  mkdirSync(bin, { recursive: true })
  mkdirSync(join(root, 'dev', 'vg0'), { recursive: true })
  for (const name of ['console', 'auto']) mkdirSync(join(root, name), { recursive: true })
  writeFileSync(join(root, 'policy.json'), JSON.stringify(policy))
  writeFileSync(calls, '')
  const tool = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${name} "$@" >>${calls}\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  tool('lvcreate', `for a; do case $a in w*-*) truncate -s 8M "${root}/dev/vg0/$a" ;; esac; done`)
  tool('lvremove', `for a; do rm -f "${root}/dev/$a"; done`)
  tool('lvextend', '')
  tool('lvs', 'echo "  512.00"')
  tool('blkdiscard', `truncate -s 0 "$2"; truncate -s 8M "$2"`)
  writeFileSync(join(bin, 'xl'), `#!/bin/sh\nexec ${python} ${root}/xl.py "$@"\n`)
  chmodSync(join(bin, 'xl'), 0o755)
  copyFileSync(join(import.meta.dirname, 'xl-stand-in.py'), join(root, 'xl.py'))
  for (const name of ['state.json', 'green-is-bad', 'crashes', 'deaf'])
    rmSync(join(root, name), { force: true })
  const source = readFileSync(join(import.meta.dirname, 'helper.py'), 'utf8')
    .replaceAll('/etc/appliance-host.json', join(root, 'policy.json'))
    .replaceAll('/var/lib/appliance-host', join(root, 'state'))
    .replaceAll('/run/appliance-host', join(root, 'run'))
    .replaceAll('/var/log/xen/console/', join(root, 'console/'))
    .replaceAll('/etc/xen/auto', join(root, 'auto'))
    .replaceAll('PATH = "/usr/local/sbin', `PATH = "${bin}:/usr/local/sbin`)
    .replaceAll('"/dev/%s', `"${root}/dev/%s`)
  writeFileSync(helper, source)
})

function say(
  asked: unknown,
  { owner = 'deploy', body = Buffer.alloc(0) } = {},
): { ok: boolean; why?: string } & Record<string, unknown> {
  const line = typeof asked === 'string' ? asked : JSON.stringify(asked)
  const { stdout, stderr } = spawnSync(python, [helper], {
    input: Buffer.concat([Buffer.from(`${line}\n`), body]),
    env: { ...process.env, SUDO_USER: owner },
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
  assert.deepEqual(say(good), { ok: true, created: false, changed: [], restart: false })
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
  assert.ok(!existsSync(join(root, 'state.json')), 'no guest was started')
})

test('setup-host.sh has no syntax errors, and requires a key', () => {
  const script = join(import.meta.dirname, 'setup-host.sh')
  execFileSync('sh', ['-n', script])
  assert.equal(spawnSync('sh', [script, '; rm -rf /']).status, 2)
})

/** Returns the guests that run on the host, by name. */
const onHost = (): Record<string, number> =>
  Object.fromEntries(
    (
      JSON.parse(readFileSync(join(root, 'state.json'), 'utf8')) as { guests: { name: string; id: number }[] }
    ).guests.map(({ name, id }) => [name, id]),
  )
/** Starts a guest of somebody else on the host. */
const foreign = (guests: { id: number; name: string; uuid: string }[], next = 20) =>
  writeFileSync(
    join(root, 'state.json'),
    JSON.stringify({ next, guests: guests.map((one) => ({ ...one, crashed: false })) }),
  )
const theirs = '99999999-a899-82cf-82c5-7b730c18a017'
const xlCalls = (): string[] =>
  readFileSync(calls, 'utf8')
    .split('\n')
    .filter((line) => /^xl (shutdown|destroy|list)/.test(line))

test('a guest whose name is a number is never made, and an ID of another guest is never passed on', () => {
  writeFileSync(join(root, 'policy.json'), JSON.stringify({ ...policy, prefix: '' }))
  for (const verb of ['create', 'start', 'stop', 'restart', 'delete', 'console', 'status'])
    assert.match(
      say({ ...good, verb, name: '7', lines: 5, confirm: '7' }).why ?? '',
      /a name can't be a number/,
      verb,
    )
  assert.equal(readFileSync(calls, 'utf8'), '', 'nothing was called')
  // Guests of others: one with the ID 7, and one that is called like our number.
  foreign([
    { id: 7, name: 'bank', uuid: theirs },
    { id: 8, name: '21', uuid: theirs.replace(/^9/, '8') },
  ])
  say(good)
  put('blue', image('one'))
  assert.equal(swap('blue').ok, true)
  assert.equal(onHost().www, 20)
  assert.equal(say({ verb: 'restart', name: 'www' }).ok, true)
  assert.equal(say({ verb: 'stop', name: 'www' }).ok, true)
  assert.deepEqual(onHost(), { bank: 7, 21: 8 })
  // Each call named an ID, and only ours.
  assert.deepEqual([...new Set(xlCalls())].sort(), [
    'xl list 20',
    'xl list 21',
    'xl shutdown 20',
    'xl shutdown 21',
  ])
})

test('a guest of our name that somebody else started is left alone by every verb', () => {
  say(good)
  put('blue', image('one'))
  swap('blue')
  foreign([{ id: 30, name: 'www', uuid: theirs }])
  for (const asked of [
    { verb: 'stop' },
    { verb: 'start' },
    { verb: 'restart' },
    { verb: 'delete', confirm: 'www' },
    { verb: 'console', lines: 5 },
    { verb: 'status' },
    { verb: 'swap', disk: 'green', seconds: 10 },
  ])
    assert.match(say({ name: 'www', ...asked }).why ?? '', /it isn't yours: its UUID is another/, asked.verb)
  assert.deepEqual(onHost(), { www: 30 })
  assert.ok(existsSync(join(root, 'dev/vg0/www-blue')), 'no disk was removed')
})

test('a guest’s whole life: list, restart, resize, autostart, delete', () => {
  say({
    ...good,
    cards: [
      { mac: good.mac, bridge: 'xenbr0' },
      { mac: '00:16:3e:5a:01:09', bridge: 'xenbr0' },
    ],
  })
  const auto = join(root, 'auto', 'www.cfg')
  assert.ok(!existsSync(auto), 'a guest without a system isn’t started with dom0')
  assert.match(say({ verb: 'restart', name: 'www' }).why ?? '', /no system has been deployed/)
  put('blue', image('one'))
  swap('blue')
  assert.match(
    readFileSync(auto, 'utf8'),
    /www-blue.*\n(?:.*\n)*vif=\["mac=00:16:3e:5a:01:02,bridge=xenbr0","mac=00:16:3e:5a:01:09,/,
  )
  assert.deepEqual(say({ verb: 'list' }), {
    ok: true,
    guests: [{ name: 'www', type: 'pvh', vcpus: 2, memory_mib: 1024, colour: 'blue', running: true }],
  })
  assert.deepEqual(say({ verb: 'list' }, { owner: 'mallory' }), { ok: true, guests: [] })
  // A second deployment with other values changes them, and says what needs a restart.
  assert.deepEqual(say({ ...good, vcpus: 1, memory_mib: 2048 }), {
    ok: true,
    created: false,
    changed: ['memory_mib', 'vcpus', 'cards'],
    restart: true,
  })
  assert.match(readFileSync(auto, 'utf8'), /^vcpus=1\nmemory=2048$/m)
  assert.deepEqual(say({ verb: 'resize', name: 'www', data_mib: 1024 }), {
    ok: true,
    changed: ['data_mib'],
    restart: true,
  })
  assert.match(readFileSync(calls, 'utf8'), /^lvextend -q -L 1024m vg0\/www-data$/m)
  for (const [asked, why] of [
    [{ data_mib: 512 }, /a disk can only grow: data_mib is 1024/],
    [{ vcpus: 9 }, /vcpus must be a whole number/],
    [{ system_mib: 2048 }, /exceed your limit/],
  ] as const)
    assert.match(say({ verb: 'resize', name: 'www', ...asked }).why ?? '', why)
  assert.match(say({ ...good, uuid: theirs }).why ?? '', /uuid can't be changed/)
  assert.equal(say({ verb: 'restart', name: 'www' }).ok, true)
  for (const confirm of [undefined, true, 'ww', ''])
    assert.match(say({ verb: 'delete', name: 'www', confirm }).why ?? '', /confirm must be the guest's name/)
  assert.equal(say({ verb: 'delete', name: 'www', confirm: 'www' }, { owner: 'mallory' }).ok, false)
  assert.deepEqual(say({ verb: 'delete', name: 'www', confirm: 'www' }), { ok: true, deleted: true })
  assert.deepEqual(
    [onHost(), existsSync(auto), existsSync(join(root, 'dev/vg0/www-data')), say({ verb: 'list' }).guests],
    [{}, false, false, []],
  )
  assert.deepEqual(say(good), { ok: true, created: true }, 'its name is free again')
})

test('a register of an older helper, with one card beside the other values, still works', () => {
  say(good)
  const file = join(root, 'state', 'www.json')
  const { cards: _, ...older } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify({ ...older, mac: good.mac, bridge: good.bridge }))
  put('blue', image('one'))
  assert.equal(swap('blue').ok, true)
  assert.match(
    readFileSync(join(root, 'run', 'www.cfg'), 'utf8'),
    /^vif=\["mac=00:16:3e:5a:01:02,bridge=xenbr0"\]$/m,
  )
})
