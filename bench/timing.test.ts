import assert from 'node:assert/strict'
import { test } from 'node:test'
import { random } from './kit/fuzz'
import { apart, shuffled } from './kit/timing'

test('samples are told apart by their ranks', () => {
  assert.equal(apart([3, 4, 5], [0, 1, 2]).auc, 1)
  assert.equal(apart([0, 1, 2], [3, 4, 5]).auc, 0)
  assert.equal(apart([1, 2, 3], [1, 2, 3]).auc, 0.5)
  assert.equal(apart([2, 9], [2, 1]).auc, 0.875)
  const chance = random(7)
  const sample = (shift: number) => Array.from({ length: 400 }, () => chance() + chance() + shift)
  assert.ok(Math.abs(apart(sample(0), sample(0)).z) < 4, 'the same')
  const slower = apart(sample(0.3), sample(0))
  assert.ok(slower.z > 4 && Math.abs(slower.medians - 0.3) < 0.15, `${JSON.stringify(slower)}`)
})

test('a random order holds every element once', () => {
  assert.deepEqual(
    [...shuffled(50, random(1))].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, n) => n),
  )
})
