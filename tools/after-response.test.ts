import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behind } from './after-response'

const now = Date.parse('2026-11-24')
const ago = (days: number): string => new Date(now - days * 86_400_000).toISOString()
const times = {
  created: ago(900),
  '1.9.0': ago(300),
  '1.10.0': ago(90),
  '1.10.1': ago(61),
  '1.10.2': ago(60),
  '2.0.0-beta.1': ago(200),
  '2.0.0': ago(10),
}

for (const [what, version, branch, due] of [
  ['the oldest newer version counts, in numeric order', '1.9.0', '', { version: '1.10.0', age: 90 }],
  ['a patch counts', '1.10.0', '', { version: '1.10.1', age: 61 }],
  ['a version that is exactly as old as the limit does not count', '1.10.1', '', null],
  ['only versions of the branch count', '1.9.0', '2.', null],
  ['nothing is newer than the latest', '2.0.0', '', null],
  ['a beta counts for a beta', '2.0.0-beta.0', '', { version: '2.0.0-beta.1', age: 200 }],
] as const)
  test(what, () => assert.deepEqual(behind(version, times, { branch, days: 60, now }), due))

test('an unreadable version is an error', () =>
  assert.throws(() => behind('latest', times, { branch: '', days: 60, now }), /isn’t a valid version/))
