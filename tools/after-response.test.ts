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

for (const [version, branch, due] of [
  ['1.9.0', '', { version: '1.10.0', age: 90 }],
  ['1.10.0', '', { version: '1.10.1', age: 61 }],
  ['1.10.1', '', null],
  ['1.9.0', '2.', null],
  ['2.0.0', '', null],
  ['2.0.0-beta.0', '', { version: '2.0.0-beta.1', age: 200 }],
] as const)
  test(`${version}${branch && ` on ${branch}`} is due for ${due?.version ?? 'nothing'}`, () =>
    assert.deepEqual(behind(version, times, { branch, days: 60, now }), due))

test('an unreadable version is an error', () =>
  assert.throws(() => behind('latest', times, { branch: '', days: 60, now }), /no version/))
