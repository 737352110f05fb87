import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { appended, type CpioEntry, cpio } from './cpio'

const entries: CpioEntry[] = [
  { path: 'preseed.cfg', kind: 'file', mode: 0o600, data: 'd-i x\n' },
  { path: 'usr/lib/a/run.sh', kind: 'file', mode: 0o755, data: '#!/bin/sh\n' },
  { path: 'usr/lib/b', kind: 'link', to: 'a' },
  { path: 'empty', kind: 'file', mode: 0o644, data: '' },
]

/** False, or the reason to skip tests that need cpio(1). */
const skip = spawnSync('cpio', ['--version']).error ? 'cpio is missing: apt-get install cpio' : false

test('cpio(1) reads the archive: modes, owners, links, parent folders', { skip }, () => {
  const listed = execFileSync('cpio', ['-itv', '--quiet', '--numeric-uid-gid'], {
    input: cpio(entries),
  }).toString()
  const lines = listed
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' '))
  assert.deepEqual(
    lines.map(
      (line) =>
        `${line.split(' ')[0]} ${line.split(' ').slice(2, 4).join(':')} ${line.split(' ').slice(8).join(' ')}`,
    ),
    [
      '-rw------- 0:0 preseed.cfg',
      'drwxr-xr-x 0:0 usr',
      'drwxr-xr-x 0:0 usr/lib',
      'drwxr-xr-x 0:0 usr/lib/a',
      '-rwxr-xr-x 0:0 usr/lib/a/run.sh',
      'lrwxrwxrwx 0:0 usr/lib/b -> a',
      '-rw-r--r-- 0:0 empty',
    ],
  )
  const text = execFileSync('cpio', ['-i', '--quiet', '--to-stdout', 'preseed.cfg'], { input: cpio(entries) })
  assert.equal(text.toString(), 'd-i x\n')
})

test('the same entries always give the same bytes', () => {
  assert.ok(cpio(entries).equals(cpio(entries)))
})

test('an appended archive starts at a multiple of four', () => {
  for (const length of [0, 1, 2, 3, 4, 5]) {
    const whole = appended(Buffer.alloc(length, 1), Buffer.from('070701'))
    assert.equal(whole.indexOf('070701') % 4, 0)
    assert.equal(whole.length, Math.ceil(length / 4) * 4 + 6)
  }
})

for (const [what, path] of [
  ['an absolute path', '/etc/passwd'],
  ['a path that begins with ..', '../x'],
  ['a path with .. in the middle', 'a/../b'],
  ['a path with an empty part', 'a//b'],
  ['an empty path', ''],
  ['a path with a NUL', 'a\0b'],
  ['a path that begins with .', './a'],
] as const)
  test(`refuses ${what}`, () => assert.throws(() => cpio([{ path, kind: 'file', mode: 0o644, data: '' }])))
