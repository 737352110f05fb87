import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sparkBars } from './spark'

const size = { width: 104, height: 20 }

test('no weeks give no bars', () => assert.deepEqual(sparkBars([], 100, 52, size), []))

test('this week is at the right edge, the oldest at the left', () => {
  const bars = sparkBars(
    [
      [49, 1],
      [100, 4],
    ],
    100,
    52,
    size,
  )
  assert.deepEqual(bars, [
    { x: 0, y: 15, width: 1.6, height: 5 },
    { x: 102, y: 0, width: 1.6, height: 20 },
  ])
})

test('all bars stay inside the view box, however skewed, and weeks outside the span are left out', () => {
  const bars = sparkBars(
    [
      [48, 9],
      [99, 1],
      [100, 100_000],
      [101, 5],
    ],
    100,
    52,
    size,
  )
  assert.equal(bars.length, 2)
  for (const { x, y, width, height } of bars) {
    assert.ok(x >= 0 && x + width <= size.width)
    assert.ok(y >= 0 && height >= 1 && y + height <= size.height)
  }
})
